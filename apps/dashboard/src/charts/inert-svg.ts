/** How a drawing is named and described to those who do not see it. */
export interface DrawingNames {
  /** Unique on the page: a letter, then letters, digits and dashes. */
  id: string;
  title: string;
  description: string;
}

/**
 * The drawing as a part of a page that allows no inline style: what the library writes as a style becomes attributes, what
 * is for its own script goes, and the size is the page's. The texts in it must be ours or escaped by the library.
 */
export function inertSvg(svg: string, { id, title, description }: DrawingNames): string {
  const viewBox = /viewBox="([\d. ]+)"/.exec(svg)?.[1] ?? '0 0 1 1';
  const inner = svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`);
  return `<svg class="drawing" viewBox="${viewBox}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>${inner}`;
}

/** The font's family is the page's. */
function attributesOf(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':').map((part) => part.trim()))
    .filter(([name]) => name === 'font-size' || name === 'font-weight')
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');
}
