import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../src/paths.ts';
import { createProgram } from '../src/program.ts';

const read = (name: string): string => readFileSync(join(ROOT, '.github/workflows', name), 'utf8');
const text = read('ci.yml');
const texts = [text, read('nightly.yml')];

/** What GitHub's own parser says against a workflow. */
async function errorsOf(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

test.each(texts)('GitHub understands the workflows', async (content) => {
  expect(await errorsOf(content)).toEqual([]);
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
      env: z.record(z.string(), z.unknown()).optional(),
      steps: z.array(Step).min(1),
    }),
  ),
});
const stepsOf = (content: string): z.infer<typeof Step>[] =>
  Object.values(Workflow.parse(parse(content)).jobs).flatMap((job) => job.steps);
const commandsOf = (content: string): string[][] =>
  stepsOf(content).flatMap((step) => (step.run ? [step.run.split(' ')] : []));

describe('the workflows', () => {
  test.each(texts)('may only read the repository', (content) => {
    expect(Workflow.parse(parse(content)).permissions).toEqual({ contents: 'read' });
    const checkouts = content.match(/uses: actions\/checkout@/g) ?? [];
    expect(content.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
  });

  test.each(texts)('name every action by the commit, and its version beside it', (content) => {
    const uses = content.split('\n').filter((line) => line.includes('uses: '));
    expect(uses).toHaveLength(stepsOf(content).filter((step) => step.uses).length);
    for (const line of uses) expect(line).toMatch(/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('run commands that there are', () => {
    const commands = createProgram().commands.map((command) => command.name());
    const run = texts.flatMap(commandsOf);
    expect(run.map(([, command]) => command)).toEqual(['check', 'test', 'smoke', 'test', 'chaos']);
    for (const [program = '', command = ''] of run) {
      expect(existsSync(join(ROOT, program))).toBe(true);
      expect(commands).toContain(command);
    }
  });

  test('build services that docker-compose.yml builds', () => {
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
  for (const command of commandsOf(text)) expect(script).toContain(`${command.join(' ')}\n`);
});
