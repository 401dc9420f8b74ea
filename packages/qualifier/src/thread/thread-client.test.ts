import { afterEach, beforeEach, expect, test } from 'vitest';
import { ThreadLost } from './errors.ts';
import { ThreadClient } from './thread-client.ts';

/** A thread that answers everything with null, but ends with `forget`, breaks with `observe` and babbles with `snapshot`. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, call }) => {
      if (call === 'forget') process.exit(3);
      if (call === 'observe') throw new Error('out of order');
      parentPort.postMessage(call === 'snapshot' ? 'babble' : { id, ok: true, result: null });
    });
  `)}`,
);
const key = 'a';

let lost: Error[];
let client: ThreadClient;
beforeEach(() => {
  lost = [];
  client = new ThreadClient({ maxBytes: 1, script, onLost: (error) => void lost.push(error) });
});
afterEach(() => client.close());

const empty = {
  ids: new Float64Array(0),
  vectors: { lengths: new Uint32Array(0), numbers: new Float32Array(0) },
};
const enders = [
  { how: 'exits', end: () => client.call('forget', { key }), why: 'exited with 3' },
  {
    how: 'throws',
    end: () => client.call('observe', { key, labels: { ...empty, qualified: [], sources: [] } }),
    why: 'out of order',
  },
  { how: 'makes no sense', end: () => client.call('snapshot', { key }), why: 'no answer' },
];

test.each(enders)(
  'a thread that $how is lost and said to be, and the next call starts another',
  async ({ end, why }) => {
    expect(await client.call('held', { key })).toBeNull();
    const ended = end();
    const behind = client.call('heldOut', { key });
    await Promise.all([
      expect(ended).rejects.toThrow(why),
      expect(behind).rejects.toBeInstanceOf(ThreadLost),
    ]);
    expect(lost).toEqual([expect.objectContaining({ message: expect.stringContaining(why) })]);
    expect(await client.call('held', { key })).toBeNull();
    expect(lost).toHaveLength(1);
  },
);

test('a result of another shape than the call promises is an error', async () => {
  await expect(client.call('open', { key } as never)).rejects.toThrow('expected object');
  expect(lost).toEqual([]);
});
