/** A browser without scripts: keeps cookies, follows nothing by itself. */
export interface Visitor {
  cookies: ReadonlyMap<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  postForm(path: string, fields: Record<string, string>): Promise<Response>;
  /** Voyager GET with the csrf token and the normalised accept header. */
  voyager(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Voyager POST. */
  voyagerPost(path: string, body: unknown): Promise<Response>;
}

const NORMALISED = 'application/vnd.linkedin.normalized+json+2.1';

export function newVisitor(url: string): Visitor {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie };
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const csrf = (): string => (cookies.get('JSESSIONID') ?? '').replaceAll('"', '');
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    postForm: (path, fields) => send(path, { method: 'POST', body: new URLSearchParams(fields) }),
    voyager: (path, headers = {}) =>
      send(`/voyager/api${path}`, { headers: { accept: NORMALISED, 'csrf-token': csrf(), ...headers } }),
    voyagerPost: (path, body) =>
      send(`/voyager/api${path}`, {
        method: 'POST',
        headers: { 'csrf-token': csrf(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

/** A visitor who has logged in with the sandbox password. */
export async function newMember(url: string, email: string): Promise<Visitor> {
  const visitor = newVisitor(url);
  await visitor.get('/login');
  await visitor.postForm('/checkpoint/lg/login-submit', { session_key: email, session_password: 'sandbox' });
  return visitor;
}

/** The body of an answer, believed to have the shape the test expects. */
export async function jsonOf<T>(response: Promise<Response> | Response): Promise<T> {
  return (await (await response).json()) as T;
}

/** Whether a page contains a text. Pages are too long for a failing test to print. */
export async function shows(visitor: Visitor, path: string, text: string): Promise<boolean> {
  return (await (await visitor.get(path)).text()).includes(text);
}
