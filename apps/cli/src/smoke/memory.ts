import { z } from 'zod';

const Line = z.object({ ID: z.string(), MemUsage: z.string() });
const UNITS_MB: Readonly<Record<string, number>> = {
  B: 1e-6,
  KiB: 0.001_024,
  MiB: 1.048_576,
  GiB: 1_073.741_824,
};

/** MB in use by the id of the container, from the lines of `docker stats --format json`. */
export function memoryMbOf(stats: string): Map<string, number> {
  const lines = stats.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => Line.parse(JSON.parse(line))).map((it) => [it.ID, usedMb(it.MemUsage)]));
}

/** Docker writes `71.5MiB / 512MiB`. */
function usedMb(usage: string): number {
  const [, amount, unit = ''] = /^([\d.]+)(\w+)/.exec(usage) ?? [];
  const factor = UNITS_MB[unit];
  if (factor === undefined)
    throw new Error(`Docker tells the memory in use in a way we do not know: ${usage}`);
  return Math.round(Number(amount) * factor);
}
