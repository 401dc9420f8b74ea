import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';
import type { DriverInspection, PageEvidence } from '../inspection.ts';
import { DomNode, maskText, redactDom } from '../redaction.ts';
import { classifyPage } from './classify-page.ts';
import { findVisible } from './locate.ts';
import { MEMBER_PAGE } from './selectors.ts';

const SNAPSHOT_TIMEOUT_MS = 10_000;
/** So much of each is kept; the database keeps no more. */
const MOST_CHARACTERS = { accessibility: 300_000, dom: 600_000 } as const;
const MOST_BYTES = 2_000_000;
const MOST_NODES = 6000;

/** Every letter a dot of one width, no pictures, nothing that a style puts in by itself, and no frames, which it does not reach. */
const UNREADABLE = `
*, *::before, *::after {
  -webkit-text-security: disc !important; font-family: monospace !important;
  background-image: none !important; list-style-image: none !important; text-shadow: none !important;
}
*::before, *::after { content: none !important }
::placeholder { color: transparent !important }
img, picture, video, canvas, iframe, frame, object, embed, svg image, svg text, svg foreignObject { visibility: hidden !important }
select, option, meter, progress { color: transparent !important }
`;

export function createInspection(page: Page): DriverInspection {
  return {
    showsMember: () => showsMember(page),
    captureEvidence: () => captureEvidence(page),
  };
}

/** By the address and by what only a member's page has (facts §1.5): `main` alone is on other pages as well. */
async function showsMember(page: Page): Promise<boolean> {
  const kind = classifyPage(page.url());
  if (['checkpoint', 'login', 'authwall', 'not-found'].includes(kind)) return false;
  const markers = MEMBER_PAGE.filter((selector) => selector !== 'main');
  return (await findVisible(page, markers)) !== null;
}

async function captureEvidence(page: Page): Promise<PageEvidence> {
  const path = URL.parse(page.url())?.pathname ?? '';
  const [screenshot, accessibility, dom] = [
    await takePicture(page),
    await readTree(page),
    await readDom(page),
  ];
  return {
    page: maskText(path),
    screenshot,
    accessibility: maskText(accessibility).slice(0, MOST_CHARACTERS.accessibility),
    dom: dom.slice(0, MOST_CHARACTERS.dom),
  };
}

async function takePicture(page: Page): Promise<Buffer | null> {
  const taken = await page
    .screenshot({
      type: 'jpeg',
      quality: 50,
      style: UNREADABLE,
      animations: 'disabled',
      timeout: SNAPSHOT_TIMEOUT_MS,
    })
    .catch(() => null);
  return taken && taken.length <= MOST_BYTES ? taken : null;
}

function readTree(page: Page): Promise<string> {
  return page
    .locator('body')
    .ariaSnapshot({ timeout: SNAPSHOT_TIMEOUT_MS })
    .catch(() => 'The accessibility tree could not be read.');
}

async function readDom(page: Page): Promise<string> {
  const parts: string[] = [];
  for (const frame of page.frames()) {
    const path = URL.parse(frame.url())?.pathname ?? '';
    const tree = await readFrame(frame).catch(() => null);
    parts.push(`frame ${maskText(path)}`, tree ? redactDom(tree) : 'It could not be read.');
  }
  return parts.join('\n');
}

/** What is asked of the page's own nodes. */
interface PageNode {
  nodeType: number;
  nodeValue: string | null;
  childNodes: Iterable<PageNode>;
}
interface PageElement extends PageNode {
  localName: string;
  attributes: Iterable<{ name: string; value: string }>;
  shadowRoot: PageNode | null;
}

const Extracted = z.nullable(DomNode);

async function readFrame(frame: Frame): Promise<DomNode | null> {
  const told = await frame.locator('html').evaluate((root: PageElement, most): unknown => {
    let left = most;
    const skipped = new Set(['script', 'style', 'noscript', 'template', 'path']);
    const below = (parent: PageNode): unknown[] => {
      const found: unknown[] = [];
      for (const child of parent.childNodes) {
        if (left <= 0) break;
        if (child.nodeType === 3) found.push(child.nodeValue ?? '');
        else if (child.nodeType === 1) found.push(tell(child as PageElement));
      }
      return found;
    };
    const tell = (element: PageElement): unknown => {
      left -= 1;
      const tag = element.localName;
      return {
        tag,
        attributes: [...element.attributes].map(({ name, value }) => [name, value.slice(0, 1000)]),
        children: skipped.has(tag) ? [] : below(element),
        shadow: element.shadowRoot ? below(element.shadowRoot) : [],
      };
    };
    return tell(root);
  }, MOST_NODES);
  return Extracted.parse(told);
}
