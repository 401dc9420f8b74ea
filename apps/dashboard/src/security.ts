import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Record<string, readonly string[]>;

const PAGES: Directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

// Bull Board's page sets a base and styles elements inline; its scripts are files.
const BOARD: Directives = {
  ...PAGES,
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'base-uri': ["'self'"],
};

/** Headers of our pages: nothing from elsewhere, nothing inline. */
export const pageHeaders: RequestHandler = headers(PAGES);

/** Headers below /queues, where Bull Board needs a little more. */
export const boardHeaders: RequestHandler = headers(BOARD);

function headers(directives: Directives): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // Whether there is TLS in front is for whoever puts it there to say.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}
