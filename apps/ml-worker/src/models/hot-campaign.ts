import type { Database } from '@fairlead/db/database';
import type { CandidateKey } from '@fairlead/db/repositories/embeddings';
import type { LabelKey } from '@fairlead/db/repositories/verdicts';
import type { Candidate, Label } from '@fairlead/qualifier/strategy';
import { readVectors } from './read-vectors.ts';

/** What the strategy of one campaign was told so far: all else is news. */
export interface HotCampaign {
  /** Everything that makes it another model when it changes: strategy, options, objective. */
  readonly settings: string;
  /** Label key → whose it is and of which kind. */
  readonly labels: Map<string, string>;
  /** Candidate → when its vector was made. */
  readonly pool: Map<number, number>;
}

/** Verdicts replace verdicts, whoever gave them; an outcome replaces one of its kind. */
const slotOf = ({ leadId, source }: LabelKey): string =>
  `${leadId} ${source === 'llm' || source === 'human' ? 'verdict' : source}`;

/** Whether something it was taught is gone for good: a strategy cannot unlearn. */
export function hasLostLabels(hot: HotCampaign, keys: readonly LabelKey[]): boolean {
  const slots = new Set(keys.map(slotOf));
  for (const slot of hot.labels.values()) if (!slots.has(slot)) return true;
  return false;
}

/** The labels it has not been taught, with their vectors, and notes that it is. */
export async function newLabels(
  db: Database,
  embeddingModel: string,
  hot: HotCampaign,
  keys: readonly LabelKey[],
): Promise<Label[]> {
  const news = keys.filter(({ key }) => !hot.labels.has(key));
  const vectors = await readVectors(db, embeddingModel, [...new Set(news.map(({ leadId }) => leadId))]);
  const labels = news.flatMap(({ leadId, qualified, source }): Label[] => {
    const vector = vectors.get(leadId);
    return vector ? [{ id: leadId, vector, qualified, source }] : [];
  });
  const replaced = new Set(news.map(slotOf));
  for (const [key, slot] of hot.labels) if (replaced.has(slot)) hot.labels.delete(key);
  for (const label of news) hot.labels.set(label.key, slotOf(label));
  return labels;
}

/** How the pool it holds becomes these candidates, and notes that it does. */
export async function poolChange(
  db: Database,
  embeddingModel: string,
  hot: HotCampaign,
  candidates: readonly CandidateKey[],
): Promise<{ add: Candidate[]; remove: number[] }> {
  const wanted = new Set(candidates.map(({ id }) => id));
  const remove = [...hot.pool.keys()].filter((id) => !wanted.has(id));
  const news = candidates.filter(({ id, embeddedAtMs }) => hot.pool.get(id) !== embeddedAtMs);
  const vectors = await readVectors(
    db,
    embeddingModel,
    news.map(({ id }) => id),
  );
  const add = news.flatMap(({ id }): Candidate[] => {
    const vector = vectors.get(id);
    return vector ? [{ id, vector }] : [];
  });
  for (const id of remove) hot.pool.delete(id);
  for (const { id, embeddedAtMs } of news) if (vectors.has(id)) hot.pool.set(id, embeddedAtMs);
  return { add, remove };
}
