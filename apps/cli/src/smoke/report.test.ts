import { expect, test } from 'vitest';
import { memoryMbOf } from './memory.ts';
import { duplicateFaults, reportTable, type SmokeReport } from './report.ts';

const sandbox = { invites: 12, messages: 4, duplicateInvites: 0, duplicateMessages: 0 };
const report: SmokeReport = {
  ok: true,
  faults: [],
  completed: 3,
  firstDealSec: 31,
  dealsSec: 44,
  sandbox,
  buildSec: 5,
  upSec: 12,
  imageMb: { 'fairlead-core': 313, 'fairlead-ml': 662 },
  memoryMb: { redis: 6 },
};

test('the table names every figure', () => {
  const text = reportTable(report);
  expect(text).toMatch(/first deal after +31 s/);
  expect(text).toMatch(/3 deals after +44 s/);
  expect(text).toMatch(/image size +fairlead-core 313 MB, fairlead-ml 662 MB/);
  expect(text).toMatch(/memory +redis 6 MB/);
});

test('deals that did not come never came', () => {
  expect(reportTable({ ...report, firstDealSec: null, dealsSec: null })).toMatch(/first deal after +never/);
});

test('anything received twice is a fault', () => {
  expect(duplicateFaults(sandbox)).toEqual([]);
  expect(duplicateFaults({ ...sandbox, duplicateMessages: 1 })).toEqual([
    'The sandbox received twice: 0 invitations, 1 messages',
  ]);
});

test('the memory in use is read in megabytes, whatever unit Docker writes', () => {
  const stats = [
    { ID: 'a', MemUsage: '71.53MiB / 512MiB' },
    { ID: 'b', MemUsage: '1.5GiB / 2GiB' },
    { ID: 'c', MemUsage: '0B / 0B' },
  ];
  const lines = `${stats.map((each) => JSON.stringify(each)).join('\n')}\n`;
  expect([...memoryMbOf(lines)]).toEqual([
    ['a', 75],
    ['b', 1_611],
    ['c', 0],
  ]);
});

test('a unit that is not known is an error, not a zero', () => {
  expect(() => memoryMbOf('{"ID":"a","MemUsage":"3 furlongs"}')).toThrow('3 furlongs');
});
