import { strategyNames } from '@fairlead/qualifier/strategies';
import { createOutput } from '../../output.ts';
import { benchLabels } from './qualifier-data.ts';
import { measureStrategies } from './qualifier-run.ts';

// A process of its own, for its memory to be that of the strategies: started with the numbers of labels and
// candidates, it ends with its figures as one line of JSON.
const [labels, pool] = process.argv.slice(2).map(Number);
if (!labels || !pool) throw new Error('usage: qualifier-process.ts LABELS CANDIDATES');
const people = benchLabels(labels + pool);
const split = { labels: people.slice(0, labels), pool: people.slice(labels) };
const out = createOutput({ json: true });
out.json(await measureStrategies(split, strategyNames, out));
process.exit();
