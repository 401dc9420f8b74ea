import type { Role } from '@fairlead/db/repositories/users';
import type { Request, RequestHandler } from 'express';
import session, { type Store } from 'express-session';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in. */
    userName: string;
    /** What every form of the session carries. */
    csrfToken: string;
    /** Shown once, on the next page. */
    notice: string;
  }
}

/** Who is signed in, as the database knows them at the time of the request. */
export interface SignedIn {
  name: string;
  role: Role;
}

const HOUR_MS = 3_600_000;
const SIGNED_OUT_MS = HOUR_MS;
const SIGNED_IN_MS = 7 * 24 * HOUR_MS;

export const SESSION_COOKIE = 'fairlead.sid';

export function sessions(store: Store, secret: Buffer): RequestHandler {
  return session({
    name: SESSION_COOKIE,
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge: SIGNED_OUT_MS },
  });
}

/** Signs the user in under a new session id, so that one planted before the login is worth nothing. */
export async function beginSession(req: Request, userName: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });
  req.session.userName = userName;
  req.session.cookie.maxAge = SIGNED_IN_MS;
  await saveSession(req);
}

export async function endSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}

/** A redirect must not overtake its session. */
export async function saveSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.save((error: unknown) => (error ? reject(error) : resolve()));
  });
}
