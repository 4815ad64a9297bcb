// Finds the functions that create resources of a project's own types, in its sources.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';
import { definitionsIn, type Definition } from './definitions.js';
import { makesResource, meaningOf } from './resource-functions.js';
import type { Made } from './resource-page.js';
import { docOf } from './member-item.js';

/** Only the functions for `types`. `place` returns the location of a file in words. */
export function ownTypesIn(
  files: readonly ts.SourceFile[],
  types: readonly string[],
  reading: Reading,
  place: (file: string) => string,
): readonly Made[] {
  return files
    .flatMap((file) => definitionsIn(file, reading))
    .filter(({ type }) => types.includes(type))
    .flatMap((definition) => {
      const callers = files.flatMap((file) => callersIn(file, definition, reading));
      const maker = definition.maker && reading.checker.getSymbolAtLocation(definition.maker.name);
      const symbols = callers.length > 0 ? callers : maker ? [maker] : [];
      return symbols.flatMap((symbol) => madeBy(symbol, definition, reading, place) ?? []);
    });
}

function madeBy(
  symbol: ts.Symbol,
  { type, given }: Definition,
  reading: Reading,
  place: (file: string) => string,
): Made | undefined {
  const signature = makesResource(symbol, reading);
  if (!signature) return undefined;
  const where = place(symbol.valueDeclaration?.getSourceFile().fileName ?? '');
  const docs = [docOf(symbol, reading), ...(given ? [docOf(given, reading)] : [])];
  const about = docs.find((text) => text !== '') ?? `A resource type of ${where}.`;
  return { name: symbol.name, signature, types: [type], about, from: `// defined in ${where}` };
}

/** Functions of the file that use the definition's result, or contain the definition, and return a resource. */
function callersIn(file: ts.SourceFile, { call, maker }: Definition, reading: Reading): readonly ts.Symbol[] {
  const { ts, checker } = reading;
  const made = maker && checker.getSymbolAtLocation(maker.name);
  const uses = (node: ts.Node): boolean =>
    node === call ||
    (made !== undefined && ts.isIdentifier(node) && meaningOf(node, reading) === made) ||
    ts.forEachChild(node, (child) => uses(child) || undefined) === true;
  return file.statements
    .flatMap((statement): readonly (ts.FunctionDeclaration | ts.VariableDeclaration)[] => {
      if (ts.isFunctionDeclaration(statement)) return [statement];
      return ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    })
    .filter((one) => one !== maker && uses(one))
    .flatMap(({ name }) => (name && checker.getSymbolAtLocation(name)) ?? [])
    .filter((symbol) => makesResource(symbol, reading) !== undefined);
}
