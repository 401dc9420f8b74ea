import { expect, test } from 'vitest';
import { type Container, Containers, faultsOf, healthAnswer, isAiling } from './containers.ts';

const scheduler: Container = {
  Id: '0a1b',
  Name: '/fairlead-smoke-1-scheduler-1',
  RestartCount: 0,
  State: { Running: true, ExitCode: 0, Health: { Status: 'healthy', Log: [{ Output: '{"ok":true}\n' }] } },
  Config: {
    User: 'node',
    Image: 'fairlead-core:fairlead-smoke-1',
    Env: ['FAIRLEAD_SECRET_KEY_FILE=/run/secrets/secret-key', 'FAIRLEAD_TARGET=sandbox'],
    Labels: { 'com.docker.compose.service': 'scheduler' },
  },
  NetworkSettings: { Networks: { inside: { IPAddress: '10.0.0.2' } } },
  HostConfig: {
    ReadonlyRootfs: true,
    Privileged: false,
    Memory: 512,
    NanoCpus: 1,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
  },
};

/** The scheduler, set up or faring otherwise. */
function otherwise(
  changes: {
    [K in 'State' | 'Config' | 'HostConfig']?: Partial<Container[K]>;
  },
): Container {
  const { State, Config, HostConfig } = changes;
  return {
    ...scheduler,
    State: { ...scheduler.State, ...State },
    Config: { ...scheduler.Config, ...Config },
    HostConfig: { ...scheduler.HostConfig, ...HostConfig },
  };
}

test('a container that is set up as promised has no faults', () => {
  expect(faultsOf(scheduler)).toEqual([]);
  expect(isAiling(scheduler)).toBe(false);
});

test.each([
  [{ HostConfig: { ReadonlyRootfs: false } }, 'its root file system can be written'],
  [{ HostConfig: { Privileged: true } }, 'it is privileged'],
  [{ HostConfig: { Memory: 0 } }, 'it has no limit of memory'],
  [{ HostConfig: { NanoCpus: 0 } }, 'it has no limit of processors'],
  [{ HostConfig: { CapDrop: null } }, 'it keeps capabilities'],
  [{ HostConfig: { SecurityOpt: ['seccomp=x'] } }, 'it may gain privileges'],
  [{ Config: { User: '' } }, 'it runs as root'],
  [{ Config: { User: '0:0' } }, 'it runs as root'],
  [{ State: { Health: null } }, 'it has no health check'],
  [
    { Config: { Env: ['FAIRLEAD_LLM_API_KEY=sk-invented'] } },
    'FAIRLEAD_LLM_API_KEY stands in its environment instead of a file',
  ],
])('%j is a fault', (changes, fault) => {
  expect(faultsOf(otherwise(changes))).toEqual([`scheduler: ${fault}`]);
});

test('a restart is a fault, though all is well again', () => {
  expect(faultsOf({ ...scheduler, RestartCount: 1 })).toEqual(['scheduler: it was started again']);
});

test.each([
  [{ State: { Running: false, ExitCode: 78 } }],
  [{ State: { Health: { Status: 'unhealthy', Log: [] } } }],
])('%j ails', (changes) => {
  expect(isAiling(otherwise(changes))).toBe(true);
});

test('the migration is well once it has ended with 0, and has no health to ask for', () => {
  const Labels = { 'com.docker.compose.service': 'migrate' };
  const ended = (ExitCode: number) =>
    otherwise({ Config: { Labels }, State: { Running: false, ExitCode, Health: null } });
  expect(isAiling(ended(0))).toBe(false);
  expect(faultsOf(ended(0))).toEqual([]);
  expect(isAiling(ended(1))).toBe(true);
});

test('the last answer of the health check is told, if there was one', () => {
  expect(healthAnswer(scheduler)).toBe('{"ok":true}');
  expect(healthAnswer(otherwise({ State: { Health: null } }))).toBe('');
});

test('what Docker tells in another shape is an error', () => {
  expect(() => Containers.parse([{ Id: '0a1b' }])).toThrow('HostConfig');
});
