import type { DraftProblem } from '@fairlead/shared/domain/message';
import { normalise } from './words.ts';

/** Ways out of the conversation, as they are written, and as they are hidden. */
const WAYS = [
  /\b(?:https?|hxxps?|ftp):\/\/\S+/gi,
  /\bwww\.\S+/gi,
  /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu,
  /(?<![\p{L}\d@.-])(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+\p{L}{2,}(?:[/?#]\S*)?/giu,
  /[\p{L}\d-]+\s*[[({]\s*(?:dot|punkt|\.)\s*[\])}]\s*\p{L}+/giu,
  /\b[\p{L}\d-]+\s+dot\s+(?:com|net|org|io|co|info|app|example|ru|cn|xyz)\b/giu,
  /(?<![\p{L}\d])@[\p{L}\d_]{3,}/giu,
  /(?<![\d.,])\+?\d(?:[\s()./-]*\d){6,}/g,
  /\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,}/g,
];

/** Links, addresses, handles and telephone numbers, unless they are the booking link or the operator's own words. */
export function linkProblems(
  message: string,
  bookingLink: string | null,
  operatorText: string,
): DraftProblem[] {
  const rest = withoutLink(message, bookingLink);
  const own = ` ${operatorText} ${normalise(bookingLink ?? '')} `;
  const found = new Set(
    WAYS.flatMap((way) => [...rest.normalize('NFKC').matchAll(way)].map(([text]) => text)),
  );
  return [...found]
    .filter((text) => !holdsWhole(own, normalise(text).replace(/[.,;:!?)]+$/, '')))
    .map((text) => ({ code: 'link', text: `“${text}” leads away; only the booking link may stand in it.` }));
}

/** The message without the booking link; with what begins like it and goes on elsewhere. */
export function withoutLink(message: string, bookingLink: string | null): string {
  if (bookingLink === null) return message;
  const [first = '', ...rest] = message.split(bookingLink);
  return rest.reduce(
    (text, next) => `${text}${/^[.,;:!?)]*(?:\s|$)/.test(next) ? ' ' : bookingLink}${next}`,
    first,
  );
}

/** As a word of its own: `a.example` is not in `evil-a.example`. */
function holdsWhole(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const isBounded =
      /^[^\p{L}\d@./-]/u.test(text[at - 1] ?? ' ') &&
      /^(?:[^\p{L}\d@/-]|$)/u.test(text[at + part.length] ?? ' ');
    if (isBounded) return true;
  }
  return false;
}
