import { PASSWORD } from './seed.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Pairs where a name may stand twice. */
type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

/** A browser without a screen: keeps its cookie and the form token of the last page, follows nothing. */
export interface Client {
  get(path: string): Promise<Answer>;
  /** Sends a form with the token of the last page, unless `_csrf` says otherwise. */
  post(path: string, fields?: Fields): Promise<Answer>;
  /** Any other request, with the cookie. */
  send(path: string, init: RequestInit): Promise<Response>;
  signIn(name: string, password?: string): Promise<Answer>;
  cookie(): string;
}

export function createClient(baseUrl: string): Client {
  let cookie = '';
  let token = '';
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('Cookie', cookie);
    const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init, headers });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response;
  };
  const read = async (response: Response): Promise<Answer> => {
    const body = await response.text();
    token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? token;
    return { status: response.status, headers: response.headers, body };
  };
  const client: Client = {
    get: async (path) => await read(await send(path, {})),
    post: async (path, fields = {}) => {
      const body = new URLSearchParams([...(Array.isArray(fields) ? fields : Object.entries(fields))]);
      if (!body.has('_csrf')) body.set('_csrf', token);
      return await read(await send(path, { method: 'POST', body }));
    },
    send,
    signIn: async (name, password = PASSWORD) => {
      await client.get('/login');
      const answer = await client.post('/login', { name, password });
      if (answer.status === 303) await client.get('/');
      return answer;
    },
    cookie: () => cookie,
  };
  return client;
}
