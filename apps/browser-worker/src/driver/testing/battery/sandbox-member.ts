import { z } from 'zod';
import type { Credentials, SessionState } from '../../port.ts';

/** A logged-in account of the sandbox, without a browser. */
export interface Member {
  credentials: Credentials;
  /** What a driver restores to be this member. */
  sessionState: SessionState;
  /** Sends a message to a connection. */
  write(urn: string, text: string): Promise<void>;
}

const Profile = z.object({ data: z.object({ '*elements': z.tuple([z.string()], z.string()) }) });

/** Logs in over HTTP as the form does. */
export async function openMember(url: string, credentials: Credentials): Promise<Member> {
  const response = await fetch(`${url}/checkpoint/lg/login-submit`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      session_key: credentials.email,
      session_password: credentials.password,
    }),
  });
  const cookies = new Map<string, string>();
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }
  const headers = {
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'csrf-token': (cookies.get('JSESSIONID') ?? '').replaceAll('"', ''),
    accept: 'application/vnd.linkedin.normalized+json+2.1',
  };
  return {
    credentials,
    sessionState: {
      cookies: [...cookies].map(([name, value]) => storedCookie(url, name, value)),
      origins: [],
    },
    write: async (urn, text) => {
      const me = await ownUrn(url, headers);
      const body = {
        message: { body: { attributes: [], text } },
        mailboxUrn: me,
        hostRecipientUrns: [urn],
      };
      const answer = await fetch(
        `${url}/voyager/api/voyagerMessagingDashMessengerMessages?action=createMessage`,
        {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        },
      );
      if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to a message`);
    },
  };
}

async function ownUrn(url: string, headers: Record<string, string>): Promise<string> {
  const decorationId = 'com.linkedin.voyager.dash.deco.identity.profile.FullProfileWithEntities-91';
  const query = new URLSearchParams({ q: 'memberIdentity', memberIdentity: 'me', decorationId });
  const response = await fetch(`${url}/voyager/api/identity/dash/profiles?${query}`, { headers });
  return Profile.parse(await response.json()).data['*elements'][0];
}

/** As Playwright keeps it. */
function storedCookie(url: string, name: string, value: string): Record<string, unknown> {
  const { hostname } = new URL(url);
  const isSecret = name === 'li_at' || name === 'li_rm';
  return {
    name,
    value,
    domain: hostname,
    path: '/',
    expires: -1,
    httpOnly: isSecret,
    secure: false,
    sameSite: 'Lax',
  };
}
