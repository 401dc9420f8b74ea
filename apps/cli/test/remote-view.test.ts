import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../src/paths.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      ports: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      secrets: z.array(z.unknown()).default([]),
    }),
  ),
});
const { services } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));

describe('the view of the browser', () => {
  test('is a page of this machine alone, and the dashboard links to it', () => {
    const browser = services['browser-worker'];
    expect(browser?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:.*:6080$/)]);
    // A browser without a window could not be looked at.
    expect(browser?.environment.FAIRLEAD_HEADLESS).toBe('no');
    expect(services.dashboard?.environment.FAIRLEAD_REMOTE_VIEW_URL).toMatch(
      /^http:\/\/127\.0\.0\.1:.*\/vnc\.html$/,
    );
  });

  test('is VNC in a page, behind a password, and without one there is no view', () => {
    const entrypoint = read('deploy/browser-entrypoint.sh');
    const [before = '', inside = ''] = entrypoint.split(/^if \[ -n "\$\{VNC_PASSWORD_FILE:-\}" \]/m);
    expect(before.replaceAll(/^#.*$/gm, '')).not.toMatch(/x11vnc|websockify/);
    expect(inside).toMatch(/x11vnc .*-localhost[^&]*-passwdfile "read:\$VNC_PASSWORD_FILE"/s);
    expect(inside).toMatch(/websockify --web \/usr\/share\/novnc 6080 127\.0\.0\.1:5900/);
    expect(services['browser-worker']?.environment.VNC_PASSWORD_FILE).toBe('/run/secrets/vnc-password');
    expect(services['browser-worker']?.secrets).toContain('vnc-password');
  });
});

test('docs/deploy.md says how containers are built, started, stopped, followed and looked at', () => {
  const page = read('docs/deploy.md');
  for (const command of ['build', 'up', 'stop', 'logs'])
    expect(page).toMatch(new RegExp(`docker compose ${command}\\b`));
  expect(page).toContain('/vnc.html');
});
