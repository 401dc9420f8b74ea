import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const Labels = z.record(z.string(), z.string());

/** One Kubernetes object, of which only what every object has is known. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: Labels.optional(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;
export type Labels = z.infer<typeof Labels>;

/** The documents of a YAML file. Throws with the file's name when it is not well formed. */
export function readYaml(path: string): unknown[] {
  return [...parseAllDocuments(readFileSync(path, 'utf8'), { strict: true, uniqueKeys: true })].map(
    (document) => {
      const [fault] = [...document.errors, ...document.warnings];
      if (fault) throw new Error(`${path}: ${fault.message}`);
      return document.toJS() as unknown;
    },
  );
}

/** The objects of a YAML file. */
export function readManifests(path: string): Manifest[] {
  return readYaml(path).map((document) => Manifest.parse(document));
}

/** `Kind/name`, for messages. */
export function titleOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
