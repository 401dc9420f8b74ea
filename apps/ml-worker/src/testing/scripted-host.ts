import { ClassicOptions, modelStateVersion } from '@fairlead/qualifier/model-state';
import type { Candidate, Concern, Decision, Label, Proposal } from '@fairlead/qualifier/strategy';
import { NotOpen } from '@fairlead/qualifier/thread/errors';
import type { OpenCampaign, QualifierHost } from '@fairlead/qualifier/thread/host';

/** What a strategy answers, from what it holds. */
export interface Script {
  propose?(pool: readonly Candidate[], labels: readonly Label[]): Proposal | null;
  decide?(vector: Float32Array): Decision;
  reopen?(parked: readonly Candidate[]): readonly number[];
  heldOut?(labels: readonly Label[]): ReadonlyMap<number, number> | null;
  concerns?: readonly Concern[];
}

/**
 * A host without mathematics: it holds what it is told, as strictly as the real one, and answers by a script. What is
 * not in the script may not be asked.
 */
export interface ScriptedHost extends QualifierHost {
  /** What was called, with the ids of what was carried over. */
  readonly calls: readonly { call: string; ids: readonly number[] }[];
  /** What `open` was given last. */
  readonly opened: OpenCampaign | null;
  /** Forgets everything, like a thread that was lost. */
  lose(): void;
}

interface Open {
  labels: Map<string, Label>;
  pool: Map<number, Candidate>;
}

export function scriptedHost(script: Script): ScriptedHost {
  const campaigns = new Map<string, Open>();
  const calls: { call: string; ids: readonly number[] }[] = [];
  let opened: OpenCampaign | null = null;
  const use = (key: string): Open => {
    const open = campaigns.get(key);
    if (!open) throw new NotOpen(`campaign ${key} is not open`);
    return open;
  };
  const learn = (open: Open, labels: readonly Label[]): void => {
    for (const label of labels) open.labels.set(`${label.id} ${label.source}`, label);
  };
  const scripted = <T>(answer: T | undefined, what: string): T => {
    if (answer === undefined) throw new Error(`scripted host: ${what} was not prepared`);
    return answer;
  };
  /** Answers later, as a thread does. */
  const answer = async <T>(call: string, ids: readonly number[], work: () => T): Promise<T> => {
    calls.push({ call, ids });
    await Promise.resolve();
    return work();
  };
  const idsOf = (items: readonly { id: number }[]): number[] => items.map(({ id }) => id);
  return {
    calls,
    get opened() {
      return opened;
    },
    lose: () => campaigns.clear(),
    open: (key, campaign) =>
      answer('open', idsOf(campaign.labels), () => {
        opened = campaign;
        const open = { labels: new Map<string, Label>(), pool: new Map<number, Candidate>() };
        learn(open, campaign.labels);
        campaigns.set(key, open);
        return { restored: campaign.snapshot !== null };
      }),
    held: (key) =>
      answer('held', [], () => {
        const open = campaigns.get(key);
        return open ? { labels: idsOf([...open.labels.values()]), candidates: [...open.pool.keys()] } : null;
      }),
    observe: (key, labels) => answer('observe', idsOf(labels), () => learn(use(key), labels)),
    propose: (key, { add, remove }) =>
      answer('propose', idsOf(add), () => {
        const open = use(key);
        for (const id of remove)
          if (!open.pool.delete(id)) throw new Error(`scripted host: ${id} is not there`);
        for (const candidate of add) open.pool.set(candidate.id, candidate);
        return scripted(script.propose, 'propose')([...open.pool.values()], [...open.labels.values()]);
      }),
    decide: (key, vector) =>
      answer('decide', [], () => {
        use(key);
        return scripted(script.decide, 'decide')(vector);
      }),
    probabilities: (key) =>
      answer('probabilities', [], () => {
        use(key);
        return null;
      }),
    reopen: (key, parked) =>
      answer('reopen', idsOf(parked), () => {
        use(key);
        return scripted(script.reopen, 'reopen')(parked);
      }),
    heldOut: (key) =>
      answer('heldOut', [], () => {
        const { labels } = use(key);
        return script.heldOut ? script.heldOut([...labels.values()]) : null;
      }),
    concerns: (key) =>
      answer('concerns', [], () => {
        use(key);
        return script.concerns ?? [];
      }),
    snapshot: (key) =>
      answer('snapshot', [], () => {
        use(key);
        return {
          version: modelStateVersion,
          name: 'classic',
          embeddingModel: opened?.context.embeddingModel ?? '',
          dimension: null,
          options: ClassicOptions.parse({}),
          fitted: null,
        };
      }),
    portable: (key) =>
      answer('portable', [], () => {
        use(key);
        return null;
      }),
    rank: () => answer('rank', [], () => scripted<Float64Array>(undefined, 'rank')),
    forget: (key) => answer('forget', [], () => void campaigns.delete(key)),
    close: () => Promise.resolve(),
  };
}
