import { DEFAULT_PACE } from '@fairlead/plan/pace';
import { type Firing, plan } from '@fairlead/plan/plan';
import { CLICK_WITHIN_MS, TAKEOVER_QUIET_MS } from '@fairlead/shared/domain/action';
import { LIMITED_KINDS, type LimitedKind, quotasFor } from '@fairlead/shared/domain/limits';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { Random } from '@fairlead/shared/runtime/random';
import type { BeforeClick, WriteOutcome } from '../../driver/port.ts';
import { performAction } from '../perform.ts';
import type { Act, Ledger } from '../port.ts';
import type { FakeAction, FakeTx } from './fake-ledger.ts';
import type { ModelProcess } from './interleaving.ts';
import { ACCOUNT, LIMITS, type Model } from './model.ts';
import { stormy, type Weather } from './weather.ts';

/** Nobody new is searched for: the people are all there. */
const PACE = { ...DEFAULT_PACE, maxLeads: 0 };
/** A worker that lost its account finds out at one of its next heartbeats. */
const NOTICES = 0.2;

const nothing = (): Promise<void> => Promise.resolve();

/** The scheduler: facts → plan → queue, for ever. */
export function schedulerProcess(model: Model, random: Random) {
  return async (self: ModelProcess): Promise<void> => {
    for (;;) {
      await self.turn();
      for (const kind of LIMITED_KINDS) await rebuildLimiter(model, kind, self);
      const { firings } = plan(model.snapshot(), PACE, model.now(), random);
      for (const firing of firings) await fire(model, firing, self);
    }
  };
}

async function rebuildLimiter(model: Model, kind: LimitedKind, { turn }: ModelProcess): Promise<void> {
  if (await model.limiter.isReady(ACCOUNT, kind)) return;
  const spent = model.ledger.spent(kind, model.now());
  await turn();
  await model.limiter.rebuild(ACCOUNT, kind, spent);
}

/** Whoever moves the lane's due time enqueues. */
async function fire(model: Model, firing: Firing, { turn }: ModelProcess): Promise<void> {
  await turn();
  if (model.nextAt.get(firing.lane)?.getTime() !== firing.from?.getTime()) return;
  model.nextAt.set(firing.lane, firing.nextAt);
  await turn();
  for (const { name } of firing.jobs) if (!model.queue.includes(name)) model.queue.push(name);
}

/** A browser worker that takes the account over and works it, until it is killed or finds out that it lost it. */
export function workerProcess(model: Model, random: Random, weather: () => Weather) {
  return async (self: ModelProcess): Promise<void> => {
    const { ledger, fencingToken } = model.ledger.takeOver();
    const worker: Worker = {
      model,
      random,
      weather,
      turn: self.turn,
      ledger: stormy(ledger, self.turn, random, weather),
      fencingToken,
      takenMs: model.nowMs,
    };
    await self.turn();
    await model.limiter.forget(ACCOUNT);
    while (fencingToken === model.ledger.currentToken || random.next() >= NOTICES) {
      await self.turn();
      // Every error ends the job, none the worker; the plan makes another.
      await work(worker, model.queue.shift()).catch(() => {});
    }
  };
}

interface Worker {
  model: Model;
  random: Random;
  weather: () => Weather;
  turn: () => Promise<void>;
  ledger: Ledger<FakeTx>;
  fencingToken: number;
  takenMs: number;
}

async function work(worker: Worker, job: string | undefined): Promise<void> {
  if (job === 'settle') await settle(worker);
  else if (job === 'connect') await act(worker, 'invite');
  else if (job === 'follow-up') await act(worker, 'message');
}

/** Reads the page first: what is there already is recorded without spending. */
async function act(worker: Worker, kind: LimitedKind): Promise<void> {
  const { model, ledger } = worker;
  const [leadId] = model.awaiting(kind);
  if (leadId === undefined) return;
  await worker.turn();
  if (model.has(kind, leadId)) {
    model.ledger.effects.push(`${kind} ${leadId}`);
    return;
  }
  const messageId = kind === 'message' ? leadId : null;
  const action: Act = { kind, accountId: ACCOUNT, leadId, dealId: leadId, messageId, text: null };
  const clock: Clock = { now: () => model.now(), toRealMs: (ms) => ms, sleepRealMs: nothing };
  await performAction(
    { ledger, limiter: model.limiter, clock, watchAct: (_action, _actionId, work) => work() },
    {
      lane: kind === 'invite' ? 'connect' : 'follow-up',
      action,
      quotas: quotasFor(kind, LIMITS),
      act: (beforeClick) => click(worker, action, beforeClick),
      apply: (trx, outcome) => applyTo(trx, action, outcome.kind),
    },
  );
}

/** The driver, whose page swallows a click that comes too late. */
async function click(
  { model, turn, random, weather }: Worker,
  { kind, leadId }: Act,
  beforeClick: BeforeClick,
): Promise<WriteOutcome> {
  await turn();
  if (model.has(kind, leadId)) return { kind: 'done', evidence: { alreadyThere: true } };
  const armedMs = model.nowMs;
  await beforeClick();
  await turn();
  if (model.nowMs - armedMs > CLICK_WITHIN_MS) throw new Stale('The click came too late and was not made.');
  model.landed.push({ kind, leadId, atMs: model.nowMs });
  await turn();
  if (random.next() < weather().crash) throw new Error('The browser crashed.');
  return { kind: 'done', evidence: {} };
}

async function settle(worker: Worker): Promise<void> {
  const { model, ledger, turn } = worker;
  for (const action of model.ledger.open()) {
    const { id, state } = action;
    await turn();
    if (state === 'intent') await ledger.end(id, 'intent', { to: 'abandoned' }, model.now(), nothing);
    else if (mayRead(worker, action)) await readBack(worker, action);
  }
}

/** A click of the former worker may still land for a moment. */
function mayRead({ model, fencingToken, takenMs }: Worker, action: FakeAction): boolean {
  return action.fencingToken === fencingToken || model.nowMs - takenMs >= TAKEOVER_QUIET_MS;
}

async function readBack({ model, ledger, turn }: Worker, action: FakeAction): Promise<void> {
  const { id, state, kind, leadId } = action;
  const to = model.has(kind, leadId) ? 'done' : 'abandoned';
  await turn();
  await ledger.end(id, state, { to }, model.now(), (trx) => applyTo(trx, action, to));
  if (to === 'abandoned') await model.limiter.forget(ACCOUNT);
}

function applyTo(trx: FakeTx, { kind, leadId }: Act, outcome: string): Promise<void> {
  if (outcome === 'done') trx.push(`${kind} ${leadId}`);
  return nothing();
}
