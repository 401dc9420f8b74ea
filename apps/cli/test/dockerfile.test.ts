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

/** The packages of the workspace that a package needs where it runs, and theirs. */
function neededBy(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const own = Object.keys(dependencies)
    .filter((name) => name.startsWith('@fairlead/'))
    .map((name) => `packages/${name.slice('@fairlead/'.length)}`);
  return [...own, ...own.flatMap(neededBy)];
}

test('an image that holds an app holds every package the app needs', () => {
  const stages = dockerfile.split(/^FROM /m).map((stage) => new Set(stage.match(/(?<=^COPY )\S+/gm)));
  const missing = stages.flatMap((copied) =>
    [...copied]
      .filter((folder) => /^apps\/[^/]+$/.test(folder))
      .flatMap((app) => neededBy(app).filter((folder) => !copied.has(folder)))
      .map((folder) => `${folder} in the image of ${[...copied].join(', ')}`),
  );
  expect(missing).toEqual([]);
});
