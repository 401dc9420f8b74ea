import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { connectDatabase } from '@fairlead/db/database';
import { connectRedis, withoutPassword } from '@fairlead/shared/queue/connection';
import type { Settings } from '@fairlead/shared/runtime/env';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import pc from 'picocolors';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { findChromium } from '../setup/chromium.ts';
import { findRedisServer } from '../setup/redis-server.ts';

type All = Settings<SettingName>;

interface Finding {
  check: string;
  /** warn: works, but something is missing for going live. */
  state: 'ok' | 'warn' | 'fail';
  detail: string;
}

/** Checks everything this machine must have. Throws when a check fails. */
export async function doctor(out: Output): Promise<void> {
  const settings = loadSettings();
  const findings = await Promise.all(
    CHECKS.map(async ([check, examine]): Promise<Finding> => {
      try {
        return { check, ...(await examine(settings)) };
      } catch (thrown) {
        const error = coerceError(thrown);
        const remedy = error instanceof Misconfigured ? ` Remedy: ${error.remedy}` : '';
        return { check, state: 'fail', detail: `${error.message}${remedy}` };
      }
    }),
  );
  const marks = { ok: pc.green('ok  '), warn: pc.yellow('warn'), fail: pc.red('FAIL') };
  out.result(findings.map(({ check, state, detail }) => `${marks[state]} ${check}: ${detail}`).join('\n'));
  const failed = findings.filter(({ state }) => state === 'fail');
  out.json({ ok: failed.length === 0, findings });
  if (failed.length > 0) {
    throw new Misconfigured(
      `${failed.length} of ${findings.length} checks failed.`,
      'Each line above says what to do.',
    );
  }
}

type Examination = Omit<Finding, 'check'>;

const ok = (detail: string): Examination => ({ state: 'ok', detail });
const warn = (detail: string): Examination => ({ state: 'warn', detail });

const CHECKS: readonly (readonly [string, (settings: All) => Promise<Examination> | Examination])[] = [
  ['Node', () => ok(process.version)],
  ['settings', () => ok('every variable is understood')],
  ['state folder', stateFolder],
  ['Redis', redis],
  ['Postgres', postgres],
  ['browser', browser],
  ['language model', languageModel],
  [
    'embedder',
    ({ FAIRLEAD_EMBEDDER: name }) => ok(name === 'hashing' ? 'hashing (no model needed; less exact)' : name),
  ],
  ['target', target],
];

async function stateFolder({ FAIRLEAD_STATE_DIR: path }: All): Promise<Examination> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await access(path, constants.W_OK);
  return ok(path);
}

async function redis({ REDIS_URL: url }: All): Promise<Examination> {
  if (url !== undefined) {
    (await connectRedis(url, 'producer')).disconnect();
    return ok(withoutPassword(url));
  }
  const program = await findRedisServer();
  return program ? ok(`own, with ${program}`) : warn('none on PATH; ./fairlead up installs it');
}

async function postgres({ DATABASE_URL: url }: All): Promise<Examination> {
  if (url === undefined) return ok('embedded');
  await (await connectDatabase(url, { max: 1 })).destroy();
  return ok(withoutPassword(url));
}

async function browser({ CHROMIUM_PATH: configured }: All): Promise<Examination> {
  const path = await findChromium(configured);
  return path ? ok(path) : warn('none found; ./fairlead up installs one');
}

function languageModel({
  FAIRLEAD_LLM_API_KEY: key,
  FAIRLEAD_LLM_MODEL: model,
  FAIRLEAD_TARGET,
}: All): Examination {
  if (key !== undefined) return ok(model);
  return FAIRLEAD_TARGET === 'sandbox'
    ? ok('simulated by the sandbox')
    : { state: 'fail', detail: 'FAIRLEAD_LLM_API_KEY is missing. Remedy: set it in .env' };
}

function target({ FAIRLEAD_TARGET, FAIRLEAD_RISK_ACCEPTED }: All): Examination {
  if (FAIRLEAD_TARGET === 'sandbox') return ok('sandbox: nothing reaches the real site');
  return FAIRLEAD_RISK_ACCEPTED
    ? ok('the real site; the risk is accepted')
    : {
        state: 'fail',
        detail: 'FAIRLEAD_RISK_ACCEPTED is not yes. Remedy: read the risk notice in README.md',
      };
}
