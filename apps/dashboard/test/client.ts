import { PASSWORD } from './seed.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** A list is a field that is sent more than once. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A browser without a screen: keeps its cookie and the form token of the last page, follows nothing. */
export interface Client {
  get(path: string): Promise<Answer>;
  /** Sends a form with the token of the last page, unless `_csrf` says otherwise. */
  post(path: string, fields?: Fields, headers?: Record<string, string>): Promise<Answer>;
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
    post: async (path, fields = {}, headers = {}) => {
      const pairs = Object.entries({ _csrf: token, ...fields }).flatMap(([name, value]) =>
        [value].flat().map((text): [string, string] => [name, text]),
      );
      const body = new URLSearchParams(pairs);
      return await read(await send(path, { method: 'POST', body, headers }));
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
