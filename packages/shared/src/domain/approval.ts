import { z } from 'zod';
import type { LimitedKind } from './limits.ts';

/** What a campaign sends without asking a human first. */
export const ApprovalMode = z.enum(['autopilot', 'approve-messages', 'approve-everything', 'observe-only']);
export type ApprovalMode = z.infer<typeof ApprovalMode>;

/** `free`: nobody is asked. `approved`: only what a human approved. `never`: nothing at all. */
export type Permission = 'free' | 'approved' | 'never';

const PERMISSIONS: Readonly<Record<ApprovalMode, Readonly<Record<LimitedKind, Permission>>>> = {
  autopilot: { invite: 'free', message: 'free' },
  'approve-messages': { invite: 'free', message: 'approved' },
  'approve-everything': { invite: 'approved', message: 'approved' },
  'observe-only': { invite: 'never', message: 'never' },
};

export function permissionFor(mode: ApprovalMode, kind: LimitedKind): Permission {
  return PERMISSIONS[mode][kind];
}

/** The modes in which an act of the kind has this permission. */
export function modesThatGive(kind: LimitedKind, permission: Permission): readonly ApprovalMode[] {
  return ApprovalMode.options.filter((mode) => permissionFor(mode, kind) === permission);
}
