import { createFakeLimiter } from './fake-limiter.ts';
import { describeLimiterContract } from './limiter-contract.ts';

describeLimiterContract('fake', () => {
  const limiter = createFakeLimiter();
  return Promise.resolve({ limiter, wipe: () => Promise.resolve(limiter.wipe()) });
});
