import { z } from 'zod';

/**
 * The words of the site's own controls and addresses, in lower case: all that redacted evidence keeps of a
 * text. They are what the selectors look for, and what a repair of them needs.
 */
const UI_WORDS = new Set(
  `a about accept account actions activity add all and app ask aria button by cancel card checkbox checked close code
  combobox comment company compose connect connection connections contact cookie custom degree dialog disabled done
  email expanded feed fellow follow followers following for form found from group heading home html http https id
  ignore image img in info input invitation invitations invite invites job jobs label level li link linkedin list
  listbox listitem load log login main manage manager me member menu menuitem message messages messaging more mutual
  mynetwork name navigation network new next no not note notification notifications of open option or overlay page
  password paragraph pending people premium preload previous profile profileurn premium radio received recipient region
  remove report request results say search see select send sent settings show sign skip status sub subject submit tab
  tablist text textbox thread timeline to toolbar try type unfollow unread url urn vanityname view visible week weekly
  window with withdraw without write you your st nd rd th com dash fsd www`.split(/\s+/),
);

const WORD = /[\p{L}\p{M}’']+/gu;
const NUMBER = /\p{N}+/gu;
/** Everything that is neither a letter, a number, nor known to say nothing about anybody. */
const OTHER = /[^\p{L}\p{M}\p{N}\s!-~·•…–—’“”]/gu;

const isUiWord = (word: string): boolean => UI_WORDS.has(word.toLowerCase());

/** Words that are not the site's own become `xxx`, numbers `0`; the rest stays, so that the form can be seen. */
export function maskText(text: string): string {
  const masked = text.replace(OTHER, '').replace(NUMBER, '0');
  return masked.replace(WORD, (word) => (isUiWord(word) ? word : 'xxx'));
}

/** An element as the page tells it, before redaction. */
export interface DomNode {
  tag: string;
  attributes: readonly (readonly [name: string, value: string])[];
  children: readonly (DomNode | string)[];
  /** Of an open shadow root. */
  shadow: readonly (DomNode | string)[];
}

export const DomNode: z.ZodType<DomNode> = z.lazy(() =>
  z.object({
    tag: z.string(),
    attributes: z.array(z.tuple([z.string(), z.string()])),
    children: z.array(z.union([z.string(), DomNode])),
    shadow: z.array(z.union([z.string(), DomNode])),
  }),
);

/** Attributes that hold words of the site's makers: these keep every word that the page shows to nobody. */
const STRUCTURAL =
  /^(role|type|class|lang|dir|open|hidden|disabled|tabindex|aria-(expanded|hidden|haspopup|current|selected|checked|disabled|modal|live)|data-(testid|view-name|component-type|sdui-screen|test-[a-z-]+))$/;

/** In words of the makers `mainFeed` is two. */
const PART = /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{Lo}+/gu;

/** The tree as indented lines, with texts, addresses, names and ids replaced. Nothing that a person is called stays. */
export function redactDom(root: DomNode): string {
  const shown = shownWords(root);
  const structural = (value: string): string =>
    value
      .split(/\s+/)
      // Letters and digits mixed are a hash or an id.
      .map((token) => (/\p{L}/u.test(token) && /\p{N}/u.test(token) ? 'xxx' : maskShown(token, shown)))
      .join(' ');
  const write = (node: DomNode | string, depth: number): string[] => {
    const indent = '  '.repeat(depth);
    if (typeof node === 'string') return node.trim() === '' ? [] : [indent + maskText(node.trim())];
    const attributes = node.attributes.map(([name, value]) => {
      const known = STRUCTURAL.test(name);
      return ` ${maskName(name)}="${known ? structural(value) : maskText(value)}"`;
    });
    const below = (nodes: DomNode['children']): string[] => nodes.flatMap((child) => write(child, depth + 1));
    const shadow = node.shadow.length > 0 ? [`${indent}  #shadow-root`, ...below(node.shadow)] : [];
    return [`${indent}<${maskName(node.tag)}${attributes.join('')}>`, ...shadow, ...below(node.children)];
  };
  return write(root, 0).join('\n');
}

/** Names of elements and attributes are HTML's own; one that is not may be made of anything. */
function maskName(name: string): string {
  return /^[a-z]+(-[a-z]+){0,4}[1-6]?$/.test(name) ? name : 'xxx';
}

function maskShown(token: string, shown: ReadonlySet<string>): string {
  const masked = token.replace(OTHER, '').replace(NUMBER, '0');
  return masked.replace(PART, (part) => (shown.has(part.toLowerCase()) ? 'xxx' : part));
}

/** Every word that the page shows or carries in what is not structural, but for the site's own, in lower case. */
function shownWords(root: DomNode): Set<string> {
  const words = new Set<string>();
  const note = (text: string): void => {
    for (const [word] of text.matchAll(WORD)) {
      for (const part of [word, ...word.split(/[’']/), ...(word.match(PART) ?? [])]) {
        if (!isUiWord(part)) words.add(part.toLowerCase());
      }
    }
  };
  const visit = (node: DomNode | string): void => {
    if (typeof node === 'string') {
      note(node);
      return;
    }
    for (const [name, value] of node.attributes) {
      if (!STRUCTURAL.test(name)) note(value);
    }
    for (const child of [...node.children, ...node.shadow]) visit(child);
  };
  visit(root);
  return words;
}
