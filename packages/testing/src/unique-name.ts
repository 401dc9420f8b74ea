import { randomBytes } from 'node:crypto';

/** A name nothing else has: the label, reduced to what databases and Redis take unquoted, and a random suffix. */
export function uniqueName(label: string): string {
  const slug = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return `t_${slug.slice(0, 40)}_${randomBytes(5).toString('hex')}`;
}
