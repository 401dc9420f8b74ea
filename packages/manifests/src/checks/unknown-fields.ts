import { join } from 'node:path';
import ts from 'typescript';
import { type Manifest, titleOf } from '../manifest.ts';
import { specifierOf } from './schema.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};
// Where the models are found from.
const FILE = join(import.meta.dirname, 'rendered-manifests.ts');

/**
 * Fields that Kubernetes does not know, a misspelt probe say: the validators of the models let them pass,
 * the types of the models do not, so the objects are type-checked as literals. Takes seconds, for any number of them.
 */
export function unknownFieldFaults(manifests: readonly Manifest[]): string[] {
  const distinct = [...new Map(manifests.map((one) => [JSON.stringify(one), one])).values()];
  // One line each, so that the line of an error says which object it means.
  const text = distinct
    .map(
      (one, i) => `export const m${i}: import('${specifierOf(one)}').I${one.kind} = ${JSON.stringify(one)};`,
    )
    .join('\n');
  const source = ts.createSourceFile(FILE, text, ts.ScriptTarget.ES2024, true);
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, ...rest) => (path === FILE ? source : getSourceFile(path, ...rest));
  host.fileExists = (path) => path === FILE || fileExists(path);
  const program = ts.createProgram([FILE], OPTIONS, host);
  return program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => {
    const manifest = distinct[source.getLineAndCharacterOfPosition(start).line];
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${manifest ? titleOf(manifest) : ''}: ${message}`;
  });
}
