import type { Database } from '@fairlead/db/database';
import { findUser } from '@fairlead/db/repositories/users';
import type { RequestHandler, Response } from 'express';
import { HttpError } from '../http-error.ts';
import { isSafeMethod } from './csrf.ts';
import type { SignedIn } from './session.ts';

/** Lets signed-in users through, as long as the database still knows them; sends the others to /login. */
export function requireUser(db: Database): RequestHandler {
  return async (req, res, next) => {
    const { userName } = req.session;
    const user = userName === undefined ? null : await findUser(db, userName);
    if (user) {
      res.locals.user = { name: user.name, role: user.role } satisfies SignedIn;
      res.locals.mayAct = user.role !== 'viewer';
      res.locals.isOwner = user.role === 'owner';
      return next();
    }
    if (!isSafeMethod(req.method)) throw new HttpError(401, 'Sign in first.');
    res.redirect(303, `/login?next=${encodeURIComponent(req.originalUrl)}`);
  };
}

/** Viewers look, they do not act. */
export const requireOperator: RequestHandler = (_req, res, next) => {
  if (signedIn(res).role === 'viewer') {
    throw new HttpError(403, 'Your role may look at everything and change nothing.');
  }
  next();
};

/** Only owners manage users. */
export const requireOwner: RequestHandler = (_req, res, next) => {
  if (signedIn(res).role !== 'owner') throw new HttpError(403, 'Only an owner may do this.');
  next();
};

/** The user of a request that `requireUser` let through. */
export function signedIn(res: Response): SignedIn {
  const user: SignedIn | undefined = res.locals.user;
  if (!user) throw new HttpError(401, 'Sign in first.');
  return user;
}
