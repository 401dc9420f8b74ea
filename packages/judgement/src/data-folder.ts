import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { parse } from 'npyjs';
import { z } from 'zod';
import { type DataSet, faultOf, Task } from './data-set.ts';

const LAYOUT =
  'A data folder holds embeddings.npy (float32, a row for each lead), labels.json (a category for each row), ' +
  'objectives.json (a sentence for each category), objectives.npy (float32, a row for each category in ' +
  'alphabetical order) and tasks.json.';

/** Reads a folder of that layout. Throws `Misconfigured` that says which file is wrong, and how. */
export async function readDataFolder(folder: string): Promise<DataSet> {
  const [vectors, categories, sentences, objectiveRows, tasks] = await Promise.all([
    readVectors(join(folder, 'embeddings.npy')),
    readJson(join(folder, 'labels.json'), z.array(z.string())),
    readJson(join(folder, 'objectives.json'), z.record(z.string(), z.string())),
    readVectors(join(folder, 'objectives.npy')),
    readJson(join(folder, 'tasks.json'), z.array(Task).min(1)),
  ]);
  const names = Object.keys(sentences).sort();
  if (categories.length !== vectors.length)
    throw unfit(`${folder}: ${vectors.length} vectors, but ${categories.length} labels.`);
  if (names.length !== objectiveRows.length)
    throw unfit(`${folder}: ${names.length} objectives, but ${objectiveRows.length} vectors of objectives.`);
  if (vectors[0]?.length !== objectiveRows[0]?.length)
    throw unfit(`${folder}: the vectors of leads and objectives have different lengths.`);
  const objectives = new Map(names.map((name, i) => [name, objectiveRows[i] as Float32Array]));
  const data = { name: basename(resolve(folder)), vectors, categories, objectives, tasks };
  const faults = tasks.flatMap((task) => faultOf(task, data) ?? []);
  if (faults.length > 0) throw unfit(`${join(folder, 'tasks.json')}: ${faults.join('; ')}.`);
  return data;
}

/** The rows of a two-dimensional float32 array. */
async function readVectors(path: string): Promise<Float32Array[]> {
  const bytes = await reading(path, () => readFile(path));
  const { data, shape, fortranOrder } = await reading(path, () =>
    parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
  );
  const [rows, columns] = shape;
  if (!(data instanceof Float32Array) || shape.length !== 2 || !rows || !columns || fortranOrder)
    throw unfit(`${path} is not a two-dimensional float32 array in row order.`);
  return Array.from({ length: rows }, (_, i) => data.slice(i * columns, (i + 1) * columns));
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const value: unknown = await reading(path, async () => JSON.parse(await readFile(path, 'utf8')));
  const read = schema.safeParse(value);
  if (!read.success) throw unfit(`${path}: ${z.prettifyError(read.error)}`);
  return read.data;
}

async function reading<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw unfit(`${path} cannot be read: ${coerceError(thrown).message}`);
  }
}

function unfit(message: string): Misconfigured {
  return new Misconfigured(message, LAYOUT);
}
