import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '@fairlead/shared/runtime/settings';
import { describe, expect, test } from 'vitest';
import { RISK_NOTICE } from '../src/init/risk-notice.ts';
import { ROOT } from '../src/paths.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const OUTSIDE = ['**/node_modules/**', '**/testing/**', '**/*.test.ts'];

/** Files of the tree, by their path below the root. */
const find = (pattern: string, exclude: readonly string[] = OUTSIDE): string[] =>
  globSync(pattern, { cwd: ROOT, exclude: [...exclude] }).sort();

const sources = find('{apps,packages}/*/src/**/*.ts').filter((path) => !path.startsWith('apps/sandbox/'));
/** What people read: documentation, pages, and what the language model is told. */
const words = [
  ...find('*.md'),
  ...find('docs/**/*.md'),
  ...find('apps/dashboard/views/**/*.liquid'),
  ...find('prompts/**/*'),
].filter((path) => path !== 'docs/parity.md' && /\.\w+$/.test(path));
const manifests = find('{package.json,{apps,packages}/*/package.json}').map(
  (path) =>
    JSON.parse(read(path)) as { name: string; bin?: object; dependencies?: object; devDependencies?: object },
);
const libraries = [
  ...new Set(
    manifests.flatMap(({ dependencies, devDependencies }) =>
      Object.keys({ ...dependencies, ...devDependencies }),
    ),
  ),
];

describe('the project', () => {
  test('has a name of its own: no package and no program is called after LinkedIn', () => {
    expect(manifests.length).toBeGreaterThan(10);
    for (const { name, bin = {} } of manifests)
      for (const each of [name, ...Object.keys(bin)]) expect(each).toMatch(/^(?!.*linked).*fairlead/i);
  });

  test('has no logo of LinkedIn: its one mark is drawn here, in other colours', () => {
    const drawn = find('apps/dashboard/{public,views}/**/*.{svg,png,ico,jpg,jpeg,gif,webp}');
    expect(drawn).toEqual(['apps/dashboard/public/icon.svg']);
    const looks = [...drawn, ...find('apps/dashboard/{public,views}/**/*.{css,liquid}')];
    for (const path of looks) {
      // The brand's blues, and the shapes that icon sets draw it with.
      expect(read(path), path).not.toMatch(
        /#0a66c2|#0077b5|#2867b2|linkedin-?(logo|icon)|icon[^>]*linkedin/i,
      );
    }
    expect(read('apps/dashboard/public/icon.svg')).not.toMatch(/linked|<text|<image/i);
  });

  test('says that it is not affiliated with LinkedIn, in README and in the footer of every page', () => {
    expect(read('README.md')).toMatch(/not affiliated with, endorsed by or connected to\W+LinkedIn/);
    expect(read('apps/dashboard/views/partials/footer.liquid')).toMatch(/not affiliated with.*LinkedIn/);
    const whole = find('apps/dashboard/views/*.liquid').filter((path) => read(path).includes('<!doctype'));
    expect(whole.length).toBeGreaterThan(0);
    for (const path of whole) expect(read(path), path).toMatch(/partials\/footer/);
    const pages = find('apps/dashboard/views/*.liquid').filter((path) => !whole.includes(path));
    for (const path of pages) expect(read(path), path).toMatch(/^{% layout/);
  });

  test('nowhere claims to be undetectable', () => {
    const claim =
      /undetectab|untraceab|undetected|(?:cannot|can't|can’t|never|not) be (?:detected|noticed|traced|banned)|invisible to|(?:un|never |without (?:a )?)ban(?:ned|nable)?\b|stealth|ban-?proof|100 ?% safe|risk-?free/gi;
    expect(words.length).toBeGreaterThan(40);
    for (const path of words) {
      const text = read(path).replaceAll('*', '').replaceAll(/\s+/g, ' ');
      // The only mention is the denial.
      const claims = [...text.matchAll(claim)].filter(
        ({ 0: word, index }) => !(word === 'undetectab' && /\bnot $/.test(text.slice(0, index))),
      );
      expect(
        claims.map(([word]) => word),
        path,
      ).toEqual([]);
    }
    expect(read('README.md').replaceAll('*', '')).toContain('not undetectable and does not claim to be');
  });

  test('warns plainly of the risk before anything is told to go live, in README as in the dialogue', () => {
    const plain = (text: string): string => text.replaceAll('*', '').replaceAll(/\s+/g, ' ');
    const goingLive = plain(read('README.md').split('## Going live')[1]?.split('\n## ')[0] ?? '');
    const [notice = ''] = RISK_NOTICE.split('\n\n');
    expect(notice).toMatch(
      /^Automating LinkedIn breaks its user agreement, and accounts that do it get\srestricted/,
    );
    expect(goingLive).toContain(plain(notice));
    const command = goingLive.indexOf('./fairlead');
    expect(command).toBeGreaterThan(goingLive.indexOf(plain(notice)));
    expect(RISK_NOTICE).toContain('not affiliated with LinkedIn');
  });
});

describe('no telemetry', () => {
  const HOSTS: Readonly<Record<string, string>> = {
    'www.linkedin.com': 'FAIRLEAD_LINKEDIN_URL',
    'api.openai.com': 'FAIRLEAD_LLM_BASE_URL',
    'huggingface.co': 'FAIRLEAD_KIT_HUB_URL',
  };
  // Names that nobody can own, and machines of one's own.
  const NOWHERE = /^(localhost|127\.0\.0\.1|10\.[\d.]+|\w+|[\w.-]+\.(example|invalid))$/;

  test('no source names a host besides those that a setting can change', () => {
    const found = sources.flatMap((path) =>
      [...read(path).matchAll(/(?:https?|wss?):\/\/([a-z0-9][\w.-]*)/gi)].map(([, host = '']) => host),
    );
    const foreign = [...new Set(found)].filter((host) => !NOWHERE.test(host));
    expect(foreign.sort()).toEqual(Object.keys(HOSTS).sort());
    for (const setting of Object.values(HOSTS)) expect(Object.keys(SETTINGS)).toContain(setting);
  });

  test('no library that reports on its users is installed', () => {
    expect(libraries.length).toBeGreaterThan(30);
    const reporting =
      /sentry|posthog|segment|mixpanel|amplitude|bugsnag|datadog|newrelic|rollbar|google-analytics|telemetrydeck|applicationinsights|plausible/;
    expect(libraries.filter((name) => reporting.test(name))).toEqual([]);
  });

  test('pages load nothing from elsewhere', () => {
    for (const path of find('apps/dashboard/views/**/*.liquid'))
      expect(read(path), path).not.toMatch(/(?:src|srcset|action)="https?:|<link[^>]*href="https?:/);
  });
});

describe('what it never does', () => {
  test('solve a captcha: there is no solver, and the word stands only where a challenge is recognised', () => {
    expect(libraries.filter((name) => /captcha|tesseract|recaptcha/.test(name))).toEqual([]);
    const naming = sources.filter((path) => /captcha/i.test(read(path)));
    const solving = naming.filter((path) =>
      /solveCaptcha|captchaToken|g-recaptcha-response/i.test(read(path)),
    );
    expect(solving).toEqual([]);
    const inBrowser = naming.filter((path) => path.startsWith('apps/browser-worker/'));
    expect(inBrowser).toEqual(['apps/browser-worker/src/driver/playwright/selectors.ts']);
  });

  test('make an account: nothing of the driver opens a sign-up', () => {
    const driver = sources.filter((path) => path.startsWith('apps/browser-worker/src/driver/'));
    expect(driver.length).toBeGreaterThan(20);
    // Where a page of that address shows up it is a wall.
    const signUp = driver.filter((path) => /sign-?up|\/join|cold-join/i.test(read(path)));
    expect(signUp).toEqual(['apps/browser-worker/src/driver/playwright/classify-page.ts']);
    expect(read(signUp[0] ?? '')).toContain("[/^\\/(authwall|signup)/, 'authwall']");
  });

  test('rotate proxies: there is one, the same for every account, and it is off', () => {
    const proxies = Object.keys(SETTINGS).filter((name) => name.includes('PROXY'));
    expect(proxies).toEqual(['FAIRLEAD_BROWSER_PROXY_URL']);
    const { schema } = SETTINGS.FAIRLEAD_BROWSER_PROXY_URL;
    expect(schema.parse(undefined)).toBeUndefined();
    expect(schema.safeParse('http://a.example:1,http://b.example:2').success).toBe(false);
    expect(libraries.filter((name) => /proxy/.test(name))).toEqual([]);
    const driver = read('apps/browser-worker/src/driver/playwright/browser.ts');
    // Given to the process once, so that no account has another.
    expect(driver.match(/\bproxy\b/g)).toHaveLength(1);
    expect(driver).toMatch(/launcher\.launch\(\{[^;]*\bproxy: \{ server: options\.proxyUrl \}/);
  });
});

describe('LinkedIn sits behind one driver', () => {
  test('nothing outside its folder knows the browser library', () => {
    const knowing = sources.filter((path) => /from '(playwright|puppeteer)/.test(read(path)));
    expect(knowing.length).toBeGreaterThan(5);
    for (const path of knowing) expect(path).toMatch(/^apps\/browser-worker\/src\/driver\/playwright\//);
  });

  test('everything else knows its interface alone; the worker’s main program chooses the one that is real', () => {
    const knowing = sources.filter(
      (path) => !path.includes('/driver/playwright/') && /from '.*\/playwright\//.test(read(path)),
    );
    expect(knowing).toEqual(['apps/browser-worker/src/main.ts']);
  });
});
