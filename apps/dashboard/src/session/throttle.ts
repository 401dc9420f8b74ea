import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpError } from '../http-error.ts';

const WINDOW_MS = 15 * 60_000;
/** Failed attempts one address has in a window. */
export const FAILURES_ALLOWED = 10;

/** Lets an address fail only so often; `message` is what it is told then. */
export function throttle(message: string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: FAILURES_ALLOWED,
    skipSuccessfulRequests: true,
    legacyHeaders: false,
    standardHeaders: 'draft-8',
    // Whoever runs a proxy in front is counted as one address: the header could be anybody's.
    validate: { xForwardedForHeader: false },
    handler: (_req, _res, next) => next(new HttpError(429, message)),
  });
}
