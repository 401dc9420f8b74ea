import { timingSafeEqual } from 'node:crypto';
import { randomToken } from '@fairlead/shared/runtime/crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { HttpError } from '../http-error.ts';

const Form = z.object({ _csrf: z.string() });

/** Gives the session a token for its forms, and refuses every form that does not carry it. */
export const csrf: RequestHandler = (req, res, next) => {
  req.session.csrfToken ??= randomToken();
  const { csrfToken } = req.session;
  res.locals.csrfToken = csrfToken;
  if (!isSafeMethod(req.method)) {
    const form = Form.safeParse(req.body);
    if (!form.success || !sameText(form.data._csrf, csrfToken)) {
      throw new HttpError(403, 'This form has expired. Go back, reload the page and try again.');
    }
  }
  next();
};

export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
