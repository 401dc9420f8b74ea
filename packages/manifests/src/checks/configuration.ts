import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { z } from 'zod';
import type { Manifest } from '../manifest.ts';
import { type Container, DATASTORES, type Workload, workloadsOf } from '../workloads.ts';

const FILE_SUFFIX = '_FILE';
/** Read by our entry points, not by the settings. */
const ENTRYPOINT_VARIABLES = new Set(['VNC_PASSWORD_FILE']);

const ConfigMap = z.looseObject({ data: z.record(z.string(), z.string()) });
const Secret = z.looseObject({ stringData: z.record(z.string(), z.string()) });
type Data = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Whether what containers are told exists and is what Fairlead understands. */
export function configurationFaults(manifests: readonly Manifest[]): string[] {
  const configMaps: Data = new Map(
    manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .map((one) => [one.metadata.name, ConfigMap.parse(one).data]),
  );
  const secrets: Data = new Map(
    manifests
      .filter(({ kind }) => kind === 'Secret')
      .map((one) => [one.metadata.name, Secret.parse(one).stringData]),
  );
  const claims = manifests
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map((one) => one.metadata.name);
  return workloadsOf(manifests).flatMap((workload) => [
    ...volumeFaults(workload, secrets, claims),
    ...workload.containers.flatMap((container) => environmentFaults(workload, container, configMaps)),
  ]);
}

function volumeFaults(workload: Workload, secrets: Data, claims: readonly string[]): string[] {
  const { title, pod, containers, volumeClaimTemplates } = workload;
  const volumes = [
    ...pod.volumes.map(({ name }) => name),
    ...volumeClaimTemplates.map((one) => one.metadata.name),
  ];
  const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
  const missing = mounts
    .filter((name) => !volumes.includes(name))
    .map((name) => `${title}: mounts no volume ${name}`);
  const idle = volumes
    .filter((name) => !mounts.includes(name))
    .map((name) => `${title}: nobody mounts ${name}`);
  const sources = pod.volumes.flatMap(({ secret, persistentVolumeClaim }) => {
    const claim = persistentVolumeClaim?.claimName;
    if (claim !== undefined && !claims.includes(claim)) return [`${title}: there is no claim ${claim}`];
    if (!secret) return [];
    const known = secrets.get(secret.secretName);
    if (!known) return [`${title}: there is no Secret ${secret.secretName}`];
    return secret.items
      .filter(({ key }) => !(key in known))
      .map(({ key }) => `${title}: the Secret ${secret.secretName} has no key ${key}`);
  });
  return [...missing, ...idle, ...sources];
}

function environmentFaults(workload: Workload, container: Container, configMaps: Data): string[] {
  const title = `${workload.title}/${container.name}`;
  if (DATASTORES.includes(workload.name)) return fileFaults(title, workload, container, {});
  const named = container.envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []);
  const missing = named
    .filter((name) => !configMaps.has(name))
    .map((name) => `${title}: there is no ConfigMap ${name}`);
  const shared: Record<string, string> = Object.assign(
    {},
    ...named.map((name) => configMaps.get(name) ?? {}),
  );
  const own = Object.fromEntries(container.env.map(({ name, value }) => [name, value ?? '']));
  const environment = { ...shared, ...own };
  return [
    ...missing,
    ...Object.entries(environment).flatMap(([name, value]) => valueFaults(title, name, value)),
    ...fileFaults(title, workload, container, shared),
  ];
}

function isSetting(name: string): name is SettingName {
  return name in SETTINGS;
}

function valueFaults(title: string, name: string, value: string): string[] {
  if (ENTRYPOINT_VARIABLES.has(name)) return [];
  if (isSetting(name)) {
    const parsed = SETTINGS[name].schema.safeParse(value === '' ? undefined : value);
    return parsed.success ? [] : [`${title}: ${name} cannot be ${value}: ${parsed.error.issues[0]?.message}`];
  }
  const isTwin = name.endsWith(FILE_SUFFIX) && isSetting(name.slice(0, -FILE_SUFFIX.length));
  return isTwin ? [] : [`${title}: ${name} is not a setting of Fairlead`];
}

/** A file that a variable names must be mounted; those every process is told of only where some need them. */
function fileFaults(
  title: string,
  workload: Workload,
  container: Container,
  shared: Readonly<Record<string, string>>,
): string[] {
  const files = new Set(
    workload.pod.volumes.flatMap(({ name, secret }) => {
      const mount = container.volumeMounts.find((one) => one.name === name);
      return mount && secret ? secret.items.map(({ path }) => `${mount.mountPath}/${path}`) : [];
    }),
  );
  const folders = container.volumeMounts
    .filter(({ name }) => !workload.pod.volumes.find((volume) => volume.name === name)?.secret)
    .map(({ mountPath }) => `${mountPath}/`);
  const named = {
    ...shared,
    ...Object.fromEntries(container.env.map(({ name, value }) => [name, value ?? ''])),
  };
  return Object.entries(named)
    .filter(([name, path]) => name.endsWith(FILE_SUFFIX) && path !== '')
    .filter(([, path]) => !files.has(path) && !folders.some((folder) => path.startsWith(folder)))
    .map(([name, path]) => `${title}: ${name} names ${path}, which is not mounted`);
}
