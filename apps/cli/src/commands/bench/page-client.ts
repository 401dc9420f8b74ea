import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Failed } from '../../failed.ts';

export interface TimedAnswer {
  ms: number;
  body: string;
}

/** Somebody who is signed in to the dashboard. */
export interface PageClient {
  /** Milliseconds from the request to the last byte. Throws `Failed` unless the page is there. */
  get(path: string): Promise<TimedAnswer>;
}

/** Signs in as a browser does: the form's token and the cookie. */
export async function signIn(baseUrl: string, name: string, password: string): Promise<PageClient> {
  let cookie = '';
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { Cookie: cookie, Accept: 'text/html' };
    const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init, headers });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response;
  };
  const form = await (await send('/login')).text();
  const token = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const answer = await send('/login', {
    method: 'POST',
    body: new URLSearchParams({ _csrf: token, name, password }),
  });
  await answer.arrayBuffer();
  if (answer.status !== 303) throw new Failed(`The dashboard answers the login with ${answer.status}.`);
  return {
    get: async (path) => {
      const elapsedMs = elapsedTimer();
      const response = await send(path);
      const body = await response.text();
      const ms = elapsedMs();
      if (response.status !== 200) throw new Failed(`The dashboard answers ${path} with ${response.status}.`);
      return { ms, body };
    },
  };
}
