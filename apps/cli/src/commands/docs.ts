import { writeGeneratedFiles } from '../generated-files.ts';
import type { Output } from '../output.ts';

/** Writes the files that are made from the code, and says which have changed. */
export async function docs(out: Output): Promise<void> {
  const changed = await writeGeneratedFiles();
  out.step(changed.length > 0 ? `Written anew: ${changed.join(', ')}` : 'Everything was up to date');
}
