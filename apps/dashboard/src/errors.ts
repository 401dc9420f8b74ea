import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';
import { HttpError } from './http-error.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'That cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible',
  413: 'Too large',
  429: 'Too many attempts',
};

// Express and its parsers mark their own refusals like this.
const Refusal = z.object({ status: z.int().min(400).max(499) });

export const notFound: RequestHandler = () => {
  throw new HttpError(404, 'There is no such page.');
};

/** The last resort: expected refusals say why, anything else is logged and shown as nothing but a failure. */
export function errorPage(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (res.headersSent) return next(thrown);
    const refusal = Refusal.safeParse(thrown);
    const status = refusal.success ? refusal.data.status : 500;
    if (status === 500) log.error({ err: coerceError(thrown), path: req.path }, 'a request failed');
    res.status(status).render('error', {
      title: TITLES[status] ?? 'Something went wrong',
      status,
      message: thrown instanceof HttpError ? thrown.message : explain(status),
    });
  };
}

function explain(status: number): string {
  return status === 500
    ? 'The error was logged. Try again; if it stays, look into the log of the dashboard.'
    : 'The request was refused.';
}
