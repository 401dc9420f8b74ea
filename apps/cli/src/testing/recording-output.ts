import type { Output } from '../output.ts';

export interface RecordingOutput extends Output {
  /** Everything said, one entry per call: `step: …`, `warn: …`. */
  readonly said: string[];
  readonly results: string[];
  readonly objects: unknown[];
}

export function recordingOutput(): RecordingOutput {
  const said: string[] = [];
  const results: string[] = [];
  const objects: unknown[] = [];
  return {
    said,
    results,
    objects,
    step: (text) => said.push(`step: ${text}`),
    note: (text) => said.push(`note: ${text}`),
    warn: (text) => said.push(`warn: ${text}`),
    result: (text) => results.push(text),
    json: (value) => objects.push(value),
  };
}
