import { Misconfigured } from '@fairlead/shared/runtime/errors';
import pc from 'picocolors';
import { browser } from '../doctor/browser.ts';
import { secretKey, stateFolder } from '../doctor/files.ts';
import { type Check, type Examination, examine, type Patient } from '../doctor/finding.ts';
import { clock, disk, memory, node } from '../doctor/machine.ts';
import { embeddingModel, languageModel } from '../doctor/models.ts';
import { postgres, redis } from '../doctor/servers.ts';
import { dashboardPort, remoteView, target } from '../doctor/surface.ts';
import { loadEnvironment, loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';

interface Finding extends Examination {
  check: string;
}

const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['Node', node],
  ['disk', disk],
  ['memory', memory],
  ['clock', clock],
  ['state folder', stateFolder],
  ['secret key', secretKey],
  ['Redis', redis],
  ['Postgres', postgres],
  ['browser', browser],
  ['language model', languageModel],
  ['embedding model', embeddingModel],
  ['dashboard port', dashboardPort],
  ['target', target],
  ['remote view', remoteView],
];

/** Checks everything this machine must have, by trying it. Throws when a check fails. */
export async function doctor(out: Output): Promise<void> {
  const environment = loadEnvironment();
  const patient: Patient = {
    settings: loadSettings(),
    isGiven: (name) => (environment[name] ?? '').trim() !== '',
    out,
  };
  const findings = await Promise.all(
    CHECKS.map(
      async ([check, examination]): Promise<Finding> => ({ check, ...(await examine(examination, patient)) }),
    ),
  );
  out.result(findings.map(lineOf).join('\n'));
  const failed = findings.filter(({ state }) => state === 'fail');
  out.json({ ok: failed.length === 0, findings });
  if (failed.length > 0) {
    throw new Misconfigured(
      `${failed.length} of ${findings.length} checks failed.`,
      'Each line above says what to do.',
    );
  }
}

const MARKS = { ok: pc.green('ok  '), warn: pc.yellow('warn'), fail: pc.red('FAIL') };

function lineOf({ check, state, detail, remedy }: Finding): string {
  return `${MARKS[state]} ${check}: ${detail}${remedy === null ? '' : `\n       What to do: ${remedy.replaceAll('\n', '\n       ')}`}`;
}
