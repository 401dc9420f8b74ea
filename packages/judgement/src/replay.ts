import type { Candidate } from '@fairlead/qualifier/strategy';
import { type Random, seededRandom } from '@fairlead/shared/runtime/random';
import type { Contender, Player } from './contenders.ts';
import type { Pool } from './pool.ts';

/** Calls after which the model's probabilities are compared with the truth. */
const CALIBRATION_CALLS = 200;

/** How a pool was decided. */
export interface Decided {
  /** Ids in the order in which the language model was asked. */
  readonly asked: readonly number[];
  /** The final word on every lead, by id. */
  readonly decisions: readonly boolean[];
  /**
   * The probabilities the model gave to all who had not been asked yet, after 200 calls or when the
   * asking ended, whichever came first; null where there was no model or nobody left.
   */
  readonly forecast: { readonly ids: readonly number[]; readonly probabilities: Float64Array } | null;
}

/**
 * Plays a campaign to its end as production does it: propose, decide or ask, learn; leads that are
 * parked or decided automatically are audited by chance, and come back when the model changes its mind.
 */
export function replay(pool: Pool, contender: Contender, seed: number): Decided {
  return new Replay(pool, contender, seed).run();
}

class Replay {
  readonly #pool: Pool;
  readonly #player: Player;
  readonly #random: Random;
  readonly #isAudited: (id: number) => boolean;
  readonly #asked: number[] = [];
  readonly #decisions = new Map<number, boolean>();
  /** Rejected by the model, for now. */
  readonly #parked = new Map<number, Candidate>();
  #open: Candidate[];
  #forecast: Decided['forecast'] | undefined;

  constructor(pool: Pool, contender: Contender, seed: number) {
    this.#pool = pool;
    this.#player = contender.create(pool.objective);
    this.#random = seededRandom(`replay ${seed}`);
    this.#isAudited = (id) => seededRandom(`audit ${seed} ${id}`).next() < contender.auditShare;
    this.#open = [...pool.candidates];
  }

  run(): Decided {
    for (;;) {
      const proposal = this.#player.propose(this.#open, this.#random);
      if (proposal === null) break;
      if (proposal.kind === 'judge') this.#judge(proposal.id);
      else if (!this.#park(proposal.leads.map(({ id }) => id))) break;
    }
    this.#forecastOnce();
    const decisions = this.#pool.fits.map((_, id) => this.#decisions.get(id) ?? false);
    return { asked: this.#asked, decisions, forecast: this.#forecast ?? null };
  }

  #judge(id: number): void {
    const [chosen] = this.#take([id]);
    if (!chosen) throw new Error(`Proposed lead ${id}, who does not await judgement.`);
    const decision = this.#player.decide(chosen.vector);
    if (decision.kind === 'ask' || this.#isAudited(id)) this.#ask(chosen);
    else {
      this.#decisions.set(id, decision.qualified);
      this.#player.observe({ ...chosen, qualified: decision.qualified, source: 'model' });
    }
  }

  #ask(lead: Candidate): void {
    const qualified = this.#pool.answers[lead.id] ?? false;
    this.#asked.push(lead.id);
    this.#decisions.set(lead.id, qualified);
    this.#player.observe({ ...lead, qualified, source: 'llm' });
    if (this.#asked.length === CALIBRATION_CALLS) this.#forecastOnce();
  }

  /** Rejects, but asks about the audited; whom the model then thinks likely is open again. False when nothing moved. */
  #park(ids: readonly number[]): boolean {
    this.#forecastOnce();
    const leads = this.#take(ids);
    const audited = leads.filter(({ id }) => this.#isAudited(id));
    for (const lead of leads) if (!this.#isAudited(lead.id)) this.#parked.set(lead.id, lead);
    for (const lead of audited) this.#ask(lead);
    if (audited.length === 0) return false;
    this.#open = this.#player.reopen([...this.#parked.values()]).flatMap((id) => this.#parked.get(id) ?? []);
    for (const { id } of this.#open) this.#parked.delete(id);
    return true;
  }

  /** Removes leads from those that await judgement. */
  #take(ids: readonly number[]): Candidate[] {
    const wanted = new Set(ids);
    const taken = this.#open.filter(({ id }) => wanted.has(id));
    this.#open = this.#open.filter(({ id }) => !wanted.has(id));
    return taken;
  }

  #forecastOnce(): void {
    if (this.#forecast !== undefined) return;
    const asked = new Set(this.#asked);
    const rest = this.#pool.candidates.filter(({ id }) => !asked.has(id));
    const probabilities = this.#player.probabilities(rest.map(({ vector }) => vector));
    this.#forecast =
      probabilities && rest.length > 0 ? { ids: rest.map(({ id }) => id), probabilities } : null;
  }
}
