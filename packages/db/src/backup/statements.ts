/**
 * Cuts a dump, line by line, into its statements, without the semicolon that ends each. It need only
 * understand what pg_dump and we write: every literal doubles its quotes, and functions stand in `$$`.
 */
export async function* readStatements(text: AsyncIterable<string>): AsyncGenerator<string> {
  let collected: string[] = [];
  let inside: Inside = null;
  for await (const line of readLines(text)) {
    if (collected.length === 0 && isNoise(line)) continue;
    collected.push(line);
    inside = after(line, inside);
    if (inside !== null || !line.endsWith(';')) continue;
    yield collected.join('\n').slice(0, -1);
    collected = [];
  }
  if (collected.length > 0) throw new Error('The backup ends in the middle of a statement.');
}

/** What the end of a line lies in. */
type Inside = "'" | '$$' | null;

function after(line: string, before: Inside): Inside {
  let inside = before;
  for (const [mark] of line.matchAll(/'|\$\$/g)) {
    if (inside === null) inside = mark === "'" ? "'" : '$$';
    else if (inside === mark) inside = null;
  }
  return inside;
}

/** Empty lines, comments, and the instructions to psql that newer versions of pg_dump write. */
function isNoise(line: string): boolean {
  return line.trim() === '' || line.startsWith('--') || /^\\(un)?restrict /.test(line);
}

/** Only a line feed ends a line: a carriage return belongs to the text it stands in. */
async function* readLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
