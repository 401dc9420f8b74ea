import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A process that behaves as its first argument says, to be started by tests. */
const [role = '', file = '', text = ''] = process.argv.slice(2);

const URL = 'http://127.0.0.1:4000';

const stayUp = (): void => {
  setInterval(() => {}, 60_000);
};

const sayReady = (then: () => void): void => {
  process.send?.({ url: URL });
  process.send?.({ ready: true }, then);
};

const ROLES: Readonly<Record<string, () => void>> = {
  'ready-over-ipc': () => sayReady(stayUp),
  'ready-over-stdout': () => {
    process.stderr.write('a word to the log\n');
    process.stdout.write(`warming up\n${JSON.stringify({ ready: true, url: URL })}\n`);
    stayUp();
  },
  'never-ready': stayUp,
  'ends-early': () => {
    process.stderr.write('out of paper\n');
    process.exitCode = 3;
  },
  misconfigured: () => {
    process.stderr.write('The cable is unplugged.\n  Remedy: Plug it in,\n          then wait.\n');
    process.exitCode = 78;
  },
  'becomes-misconfigured': () => {
    process.stderr.write('The cable is unplugged.\n  Remedy: Plug it in.\n');
    sayReady(() => process.exit(78));
  },
  stubborn: () => {
    process.on('SIGTERM', () => {});
    sayReady(stayUp);
  },
  /** Appends `text` to `file` when it is asked to stop. */
  'notes-its-stop': () => {
    process.on('SIGTERM', () => {
      appendFileSync(file, `${text}\n`);
      process.exit();
    });
    sayReady(stayUp);
  },
  /** Crashes at its first `text` starts, counted in `file`: ready by then, and not ready, in turns. */
  'crashes-at-first': () => {
    const earlier = existsSync(file) ? readFileSync(file, 'utf8').length : 0;
    if (earlier >= Number(text)) return sayReady(stayUp);
    appendFileSync(file, '.');
    if (earlier % 2 === 0) sayReady(() => process.exit(1));
    else process.exit(1);
  },
};

ROLES[role]?.();
