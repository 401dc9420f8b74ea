import type { AuditLine } from '@fairlead/db/repositories/audit-log';

/** One field that a change made another. */
interface FieldChange {
  name: string;
  before: string | null;
  after: string | null;
}

export interface AuditLineView {
  id: number;
  at: Date;
  userName: string;
  title: string;
  target: string;
  fields: FieldChange[];
}

/** A line as the page shows it: every field once, what it was beside what it is. */
export function auditLineView({ before, after, what, ...line }: AuditLine): AuditLineView {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const fields = names.map((name) => ({
    name: humanise(name),
    before: toText(before[name]),
    after: toText(after[name]),
  }));
  return { ...line, title: humanise(what), fields };
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `followUpTemplate` → `Follow up template`, `user.role-changed` → `User role changed`. */
function humanise(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[.-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
