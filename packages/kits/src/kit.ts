import type { KitFormat } from '@fairlead/shared/domain/partner';
import { readArchive } from './archive.ts';
import { CONFIG_FILE, type KitConfig, parseKitConfig } from './config.ts';
import { checkAddress, download, placeOf } from './download.ts';
import { kitFault } from './fault.ts';
import type { KitFiles } from './files.ts';
import { readFolder } from './folder.ts';
import { MOST_BYTES } from './limits.ts';
import { checkKitModel, type KitModel, MODEL_FILES, sha256 } from './model.ts';

/** A kit that was read and found usable. */
export interface Kit {
  config: KitConfig;
  model: KitModel;
  /** Where it came from, with what that was resolved to. */
  origin: string;
}

export interface OpenOptions {
  /** SHA-256 in hexadecimal: of the archive where there is one, else of the model file. Archives need it. */
  sha256?: string;
  /** Where `hf:` repositories are. */
  hubUrl: string;
  /** Real milliseconds for one download. Default: ten minutes. */
  timeoutMs?: number;
}

const TEN_MINUTES_MS = 600_000;
const HUB = /^hf:([\w-][\w.-]*)\/([\w-][\w.-]*)(?:@([\w-][\w./-]*))?$/;
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * The kit that the operator names: the path of a folder, the https address of a .tar.gz, or `hf:owner/name`
 * with `@revision`. Throws `Misconfigured` when it cannot be had or used.
 */
export async function openKit(source: string, options: OpenOptions): Promise<Kit> {
  const { files, origin } = await fetchFiles(source, options);
  const config = parseKitConfig(files.config.toString('utf8'));
  return { config, model: await checkKitModel(files.format, files.model), origin };
}

interface Fetched {
  files: KitFiles;
  origin: string;
}

async function fetchFiles(source: string, options: OpenOptions): Promise<Fetched> {
  if (/^https?:/i.test(source)) return await fromAddress(source, options);
  if (source.startsWith('hf:')) return checked(await fromHub(source, options), options);
  return checked({ files: await readFolder(source), origin: source }, options);
}

async function fromAddress(
  source: string,
  { sha256: expected, timeoutMs = TEN_MINUTES_MS }: OpenOptions,
): Promise<Fetched> {
  const address = URL.parse(source);
  if (!address) throw kitFault(`${source} is no address.`, 'Give the https address of a .tar.gz.');
  checkAddress(address);
  if (expected === undefined) {
    throw kitFault('an address needs a checksum.', 'Add --sha256 with what whoever made the kit says it is.');
  }
  const { bytes } = await download(address, { mostBytes: MOST_BYTES.archive, timeoutMs });
  if (!bytes) throw kitFault(`there is no ${placeOf(address)}.`, 'Check the address.');
  verify(bytes, expected, 'the archive');
  return { files: await readArchive(bytes), origin: placeOf(address) };
}

/** Through the ordinary download addresses; the model is of the very commit that the configuration is of. */
async function fromHub(
  source: string,
  { hubUrl, timeoutMs = TEN_MINUTES_MS }: OpenOptions,
): Promise<Fetched> {
  const [, owner, name, named = 'main'] = HUB.exec(source) ?? [];
  if (owner === undefined || name === undefined || named.includes('..')) {
    throw kitFault(`${source} is no repository.`, 'Write hf:owner/name or hf:owner/name@revision.');
  }
  const repository = `${owner}/${name}`;
  const get = async (revision: string, file: string, mostBytes: number) => {
    const path = `${repository}/resolve/${encodeURIComponent(revision)}/${file}`;
    return await download(new URL(path, `${hubUrl.replace(/\/+$/, '')}/`), { mostBytes, timeoutMs });
  };
  const { bytes: config, commit } = await get(named, CONFIG_FILE, MOST_BYTES.config);
  if (!config) throw kitFault(`there is no ${CONFIG_FILE} in ${source}.`, 'Check owner, name and revision.');
  const revision = commit !== null && COMMIT.test(commit) ? commit : named;
  for (const format of Object.keys(MODEL_FILES) as KitFormat[]) {
    const { bytes: model } = await get(revision, MODEL_FILES[format], MOST_BYTES.model);
    if (model) return { files: { config, format, model }, origin: `hf:${repository}@${revision}` };
  }
  throw kitFault(
    `${source} has no model.`,
    `Add ${Object.values(MODEL_FILES).join(' or ')} to the repository.`,
  );
}

function checked(fetched: Fetched, { sha256: expected }: OpenOptions): Fetched {
  if (expected !== undefined) verify(fetched.files.model, expected, MODEL_FILES[fetched.files.format]);
  return fetched;
}

function verify(bytes: Buffer, expected: string, what: string): void {
  const found = sha256(bytes);
  if (found === expected.toLowerCase()) return;
  throw kitFault(
    `the SHA-256 of ${what} is ${found}, not ${expected}.`,
    'Do not use it unless whoever made it says that this is right.',
  );
}
