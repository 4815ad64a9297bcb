// Opens a file of the project with TypeScript.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../../..');

/** The file's exports, and what knows their types. */
export function programOf(file: string): { readonly checker: ts.TypeChecker; readonly module: ts.Symbol } {
  const path = join(root, file);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([path], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  assert.ok(module, file);
  return { checker, module };
}
