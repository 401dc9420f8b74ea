/** Pages of a list differ by nothing but rows: so many of one path are enough. */
const OF_ONE_PATH = 6;
const MOST = 150;

/** Every page that can be reached by links from the first one, signed in: its path and what it answers. */
export async function crawlDashboard(
  url: string,
  login: { name: string; password: string },
): Promise<ReadonlyMap<string, string>> {
  const cookie = await signIn(url, login);
  const pages = new Map<string, string>();
  const visits = new Map<string, number>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined && pages.size < MOST; path = waiting.shift()) {
    const kind = kindOf(path);
    if (pages.has(path) || (visits.get(kind) ?? 0) >= OF_ONE_PATH) continue;
    visits.set(kind, (visits.get(kind) ?? 0) + 1);
    const response = await fetch(new URL(path, url), { headers: { cookie } });
    const text = await response.text();
    pages.set(path, `${[...response.headers].map((header) => header.join(': ')).join('\n')}\n${text}`);
    if (response.headers.get('content-type')?.startsWith('text/html')) waiting.push(...linksIn(text));
  }
  return pages;
}

/** `/leads/17?tab=x` and `/leads/18` are of one kind. */
function kindOf(path: string): string {
  return path.replace(/\?.*/, '').replace(/\d+/g, 'N');
}

function linksIn(html: string): string[] {
  const links = [...html.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, path = '']) => path);
  // A stream never ends.
  return links.map((path) => path.replaceAll('&amp;', '&')).filter((path) => !path.startsWith('/events'));
}

async function signIn(url: string, { name, password }: { name: string; password: string }): Promise<string> {
  const form = await fetch(new URL('/login', url));
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(new URL('/login', url), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(form) },
    body: new URLSearchParams({ _csrf: token, name, password }),
  });
  if (answer.status !== 303) throw new Error(`signing in was answered ${answer.status}`);
  return cookieOf(answer);
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
