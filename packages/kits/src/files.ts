import type { KitFormat } from '@fairlead/shared/domain/partner';
import { CONFIG_FILE } from './config.ts';
import { kitFault } from './fault.ts';
import { MODEL_FILES } from './model.ts';

/** What a kit consists of, as read and not yet trusted. */
export interface KitFiles {
  config: Buffer;
  format: KitFormat;
  model: Buffer;
}

const FORMATS = Object.keys(MODEL_FILES) as KitFormat[];

/** The two files, by their names. Throws `Misconfigured` where one is missing or there are two models. */
export function pickFiles(files: ReadonlyMap<string, Buffer>, where: string): KitFiles {
  const config = files.get(CONFIG_FILE);
  if (!config) throw kitFault(`there is no ${CONFIG_FILE} in ${where}.`, LAYOUT);
  const models = FORMATS.flatMap((format) => {
    const model = files.get(MODEL_FILES[format]);
    return model ? [{ format, model }] : [];
  });
  const [only, ...others] = models;
  if (only && others.length === 0) return { config, ...only };
  throw kitFault(`${where} has ${models.length} models.`, LAYOUT);
}

/** Whether a file is one that a kit consists of. */
export const isKitFile = (name: string): boolean =>
  name === CONFIG_FILE || FORMATS.some((format) => MODEL_FILES[format] === name);

const LAYOUT = `A kit is ${CONFIG_FILE} and either ${MODEL_FILES.snapshot} or ${MODEL_FILES.onnx}: see docs/partners.md.`;
