// Opens a file of the project with TypeScript.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../../..');

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)) as {
  config: { compilerOptions: object };
};
const options = {
  ...ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options,
  noEmit: true,
  // Those of Node.js, which only bodies use, would take half of the time.
  types: [],
};

/** Reads each source once, whatever program it is in. */
const host = ts.createCompilerHost(options);
const sources = new Map<string, ts.SourceFile | undefined>();
const readSource = host.getSourceFile.bind(host);
host.getSourceFile = (name, ...how) => {
  if (!sources.has(name)) sources.set(name, readSource(name, ...how));
  return sources.get(name);
};

/** The file's exports, and what knows their types. */
export function programOf(file: string): { readonly checker: ts.TypeChecker; readonly module: ts.Symbol } {
  const path = join(root, file);
  const program = ts.createProgram([path], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  assert.ok(module, file);
  return { checker, module };
}
