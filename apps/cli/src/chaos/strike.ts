import { connectRedis } from '@fairlead/shared/queue/connection';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { childrenOf } from '../demo/processes.ts';
import type { Stack } from '../stack/stack.ts';
import type { Attack } from './attacks.ts';

export type Victim = Pick<Stack, 'running' | 'redisUrl'>;

/**
 * Carries out an attack. False when there was nothing to attack: the process is being started again,
 * say. What is paused wakes up by itself; `waking` collects these promises.
 */
export async function strike(
  attack: Attack,
  stack: Victim,
  clock: Clock,
  waking: Promise<void>[],
): Promise<boolean> {
  if (attack.kind === 'flush') return await flush(stack.redisUrl);
  const pid = stack.running().find(({ name }) => name === attack.target)?.pid;
  if (pid === undefined) return false;
  switch (attack.kind) {
    case 'kill':
      return send(pid, 'SIGKILL');
    case 'kill-browser': {
      // Where the system does not tell, the browser dies with its worker.
      const [browser = pid] = await childrenOf(pid);
      return send(browser, 'SIGKILL');
    }
    case 'pause': {
      if (!send(pid, 'SIGSTOP')) return false;
      waking.push(clock.sleepRealMs(attack.forMs).then(() => void send(pid, 'SIGCONT')));
      return true;
    }
  }
}

/** False when there is no such process any more. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function flush(redisUrl: string): Promise<boolean> {
  try {
    const redis = await connectRedis(redisUrl, 'producer');
    await redis.flushall();
    redis.disconnect();
    return true;
  } catch {
    return false;
  }
}
