import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../src/paths.ts';

const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

test('the dependency layers know every package of the workspace', () => {
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: ROOT });
  expect(manifests.length).toBeGreaterThan(5);
  for (const manifest of manifests) {
    expect(dockerfile).toContain(`COPY ${manifest} ${manifest.replace('package.json', '')}\n`);
  }
});

test('pnpm has the version that package.json names', () => {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  expect(dockerfile).toContain(` ${packageManager.split('+')[0]}\n`);
});
