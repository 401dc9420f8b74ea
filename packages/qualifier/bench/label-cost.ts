import { seededRandom } from '@fairlead/shared/runtime/random';
import { createStrategy } from '../src/strategies.ts';
import { syntheticLabels } from '../test/synthetic.ts';

const t = (f: () => unknown): number => {
  const s = performance.now();
  f();
  return performance.now() - s;
};
const [n, m] = [1000, 10000];
const all = syntheticLabels(5, n + m + 70);
const labels = all.slice(0, n),
  cand = all.slice(n, n + m),
  extra = all.slice(n + m);
const st = createStrategy('bayes', {}, { embeddingModel: 'x', objective: all[0]?.vector ?? null });
for (const l of labels) st.observe(l);
console.log(
  'first',
  t(() => st.propose(cand, seededRandom(1))),
);
for (const l of extra) {
  st.observe(l);
  console.log(l.id, t(() => st.propose(cand, seededRandom(1))).toFixed(1));
}
console.log(
  process.memoryUsage().rss / 1e6,
  t(() => st.snapshot()),
  JSON.stringify(st.snapshot()).length,
);
