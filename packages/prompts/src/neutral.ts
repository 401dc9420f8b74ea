/** What looks like an angle bracket, of whatever alphabet, and could be read as the end of a tag. */
const OPENING = /[<＜﹤〈《⟨⟪«]/g;
const CLOSING = /[>＞﹥〉》⟩⟫»]/g;
/** Signs nobody sees: zero-width ones, those that turn the direction of writing, tags, and control characters but for line breaks. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]|(?![\n\t\r])\p{Cc}/gu;

/** A text that stands inside a tag of a prompt: it can neither close the tag nor hide anything. */
export function inert(text: string): string {
  return text.replace(UNSEEN, '').replace(OPENING, '‹').replace(CLOSING, '›');
}

/** The same on one line: a line break would let a profile write lines of its own. */
export function inertLine(text: string): string {
  return inert(text.replace(/\s+/g, ' ')).trim();
}
