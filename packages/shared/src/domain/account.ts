import { z } from 'zod';

/** ok: may act. stopped: nothing happens on this account until a human has acted. */
export const AccountHealth = z.enum(['ok', 'stopped']);
export type AccountHealth = z.infer<typeof AccountHealth>;

export type HealthEvent =
  | { kind: 'session-lost'; detail: string }
  | { kind: 'checkpoint'; detail: string }
  | { kind: 'human-cleared' };

export interface HealthState {
  health: AccountHealth;
  /** Why it is stopped, for the operator; null when ok. */
  reason: string | null;
}

/** Stopped stays stopped until a human acts. */
export function nextHealth(state: HealthState, event: HealthEvent): HealthState {
  switch (event.kind) {
    case 'human-cleared':
      return { health: 'ok', reason: null };
    case 'session-lost':
      return state.health === 'stopped'
        ? state
        : { health: 'stopped', reason: `Signed out: ${event.detail}` };
    case 'checkpoint':
      return state.health === 'stopped'
        ? state
        : { health: 'stopped', reason: `LinkedIn asks for a human: ${event.detail}` };
  }
}

/** The account's handle: the e-mail's local part, reduced to what a queue name may hold. */
export function handleFromEmail(email: string): string {
  const local = email.split('@')[0] ?? '';
  const handle = local
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return handle === '' ? 'account' : handle;
}

/** Where an account's secrets belong: the ciphertext of one cannot be moved to another. */
export const passwordContext = (email: string): string => `account:${email}:password`;
export const sessionContext = (accountId: number): string => `account:${accountId}:session`;
