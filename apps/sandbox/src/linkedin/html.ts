/** Markup that is known to be safe. Everything else is escaped when put into `html`. */
export class SafeHtml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Insertable = string | number | SafeHtml | null | undefined | false | readonly Insertable[];

/** A template whose values are escaped, unless they are markup themselves; null and false give nothing. */
export function html(parts: TemplateStringsArray, ...values: Insertable[]): SafeHtml {
  return new SafeHtml(parts.map((part, i) => part + insert(values[i])).join(''));
}

/** Text that is markup already: style sheets and JSON, never anything that people wrote. */
export function trusted(text: string): SafeHtml {
  return new SafeHtml(text);
}

function insert(value: Insertable): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === 'object') return value.map(insert).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
