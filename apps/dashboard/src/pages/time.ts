const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { ms: DAY, name: 'd' },
  { ms: HOUR, name: 'h' },
  { ms: MINUTE, name: 'min' },
  { ms: SECOND, name: 's' },
] as const;

// What was planned for in 2 minutes is still 2 minutes away when the page is read.
const TOLERANCE = 0.1;

// Beyond this a date says more than a number of days.
const RELATIVE_UP_TO_MS = 60 * DAY;

/** `3 min ago`, `in 2 h`, `now` (within a second), or the day when it is two months away or more. */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const distance = Math.abs(ms);
  if (distance >= RELATIVE_UP_TO_MS) return at.toISOString().slice(0, 10);
  const unit = UNITS.find((candidate) => distance >= candidate.ms * (1 - TOLERANCE));
  if (!unit) return 'now';
  const amount = `${Math.floor(distance / unit.ms + TOLERANCE)} ${unit.name}`;
  return ms > 0 ? `in ${amount}` : `${amount} ago`;
}

/** `2026-01-05 08:00:12 UTC`. */
export function absoluteTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A `<time>` element: relative in the text, absolute in the title. Holds nothing but digits and words of ours. */
export function timeElement(at: Date, now: Date): string {
  return element(at, relativeTime(at, now));
}

/** The same for something planned: once its time has come it is due, however long ago that was. */
export function dueElement(at: Date, now: Date): string {
  return element(at, at <= now ? 'due' : relativeTime(at, now));
}

function element(at: Date, text: string): string {
  return `<time datetime="${at.toISOString()}" title="${absoluteTime(at)}">${text}</time>`;
}
