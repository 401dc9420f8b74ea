import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { browserQueueName } from '@fairlead/shared/queue/catalog';
import { Queue } from 'bullmq';
import { type RequestHandler, Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { isSafeMethod } from '../session/csrf.ts';
import { signedIn } from '../session/guard.ts';

export interface QueueBoard {
  router: Router;
  /** Closes the queues; their connection stays open. */
  close(): Promise<void>;
}

const SHARED_QUEUES = ['tick', 'ml'];
// Only the scheduler enqueues: from here existing jobs are tried again, cleared away or held back.
const ALLOWED_WRITES = /\/(retry|promote|clean|empty|pause|resume)(\/[a-z-]+)?$/;

/** Bull Board below /queues, over the queues of the accounts that exist at the time of the request. */
export function createQueueBoard({ db, redis, queuePrefix }: DashboardDeps): QueueBoard {
  const adapter = new ExpressAdapter().setBasePath('/queues');
  const board = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Fairlead queues',
        boardLogo: { path: '/assets/icon.svg', width: 24, height: 24 },
        favIcon: { default: '/assets/icon.svg', alternative: '/assets/icon.svg' },
        miscLinks: [{ text: 'Back to Fairlead', url: '/' }],
      },
    },
  });
  const queues = new Map<string, { queue: Queue; adapter: BullMQAdapter }>();
  const adapterOf = (name: string, displayName = name): BullMQAdapter => {
    const known = queues.get(name);
    if (known) return known.adapter;
    const queue = new Queue(name, { connection: redis, prefix: queuePrefix, skipMetasUpdate: true });
    queue.on('error', () => {}); // Reported by the request that failed.
    const opened = { queue, adapter: new BullMQAdapter(queue, { displayName }) };
    queues.set(name, opened);
    return opened.adapter;
  };
  const refresh: RequestHandler = async (_req, _res, next) => {
    const accounts = await listAccounts(db);
    const browsers = accounts.map(({ id, handle }) =>
      adapterOf(browserQueueName(id), `browser.${id} ${handle}`),
    );
    board.replaceQueues([...SHARED_QUEUES.map((name) => adapterOf(name)), ...browsers]);
    next();
  };
  const router = Router();
  router.use('/api', guardWrites, refresh);
  router.use(adapter.getRouter());
  return {
    router,
    close: async () => {
      await Promise.all([...queues.values()].map(({ queue }) => queue.close()));
    },
  };
}

/** Bull Board's forms carry no token: its requests must say that they come from our own page. */
const guardWrites: RequestHandler = (req, res, next) => {
  if (isSafeMethod(req.method)) return next();
  if (signedIn(res).role === 'viewer') throw new HttpError(403, 'Your role may not change queues.');
  const origin = URL.parse(req.get('Origin') ?? '');
  if (origin?.host !== req.get('Host')) throw new HttpError(403, 'The request comes from another site.');
  if (!ALLOWED_WRITES.test(req.path))
    throw new HttpError(403, 'Only the scheduler creates and changes jobs.');
  next();
};
