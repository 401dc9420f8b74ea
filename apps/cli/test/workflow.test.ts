import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../src/paths.ts';
import { createProgram } from '../src/program.ts';

const text = readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8');

/** What GitHub's own parser says against a workflow. */
async function errorsOf(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'ci.yml', content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

test('GitHub understands the workflow', async () => {
  expect(await errorsOf(text)).toEqual([]);
});

test.each([
  ['timeout-minutes:', 'timeout-minutez:'],
  ['uses: actions/checkout', 'use: actions/checkout'],
  ['runner.os', 'runer.os'],
  ['contents: read', 'contents: maybe'],
  ['runs-on:', 'needs: nothing\n    runs-on:'],
])('and would not with %j for %j', async (right, wrong) => {
  expect(text).toContain(right);
  expect(await errorsOf(text.replace(right, wrong))).not.toEqual([]);
});

const Step = z.object({ uses: z.string().optional(), run: z.string().optional() });
const Workflow = z.object({
  permissions: z.unknown(),
  concurrency: z.object({ 'cancel-in-progress': z.literal(true) }),
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string().regex(/^ubuntu-\d/),
      'timeout-minutes': z.int().max(45),
      steps: z.array(Step).min(1),
    }),
  ),
});
const workflow = Workflow.parse(parse(text));
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

describe('the workflow', () => {
  test('may only read the repository', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const checkouts = text.match(/uses: actions\/checkout@/g) ?? [];
    expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
  });

  test('names every action by the commit, and its version beside it', () => {
    const uses = text.split('\n').filter((line) => line.includes('uses: '));
    expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
    for (const line of uses) expect(line).toMatch(/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('runs commands that there are', () => {
    const commands = createProgram().commands.map((command) => command.name());
    const run = steps.flatMap((step) => (step.run ? [step.run.split(' ')] : []));
    expect(run.map(([, command]) => command)).toEqual(['check', 'test', 'smoke']);
    for (const [program = '', command = ''] of run) {
      expect(existsSync(join(ROOT, program))).toBe(true);
      expect(commands).toContain(command);
    }
  });

  test('builds services that docker-compose.yml builds', () => {
    const Compose = z.object({ services: z.record(z.string(), z.object({ build: z.unknown().optional() })) });
    const { services } = Compose.parse(
      parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }),
    );
    const targets = /targets: (.*)/.exec(text)?.[1]?.split(',') ?? [];
    expect(targets).toHaveLength(4);
    for (const target of targets) expect(services[target]?.build).toBeDefined();
  });
});

test('.ci/run runs the same commands', () => {
  const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const run = steps.flatMap((step) => (step.run ? [step.run] : []));
  for (const command of run) expect(script).toContain(`${command}\n`);
});
