// Makes the pages of the built-in resource types from the types and comments of the kit's functions, with TypeScript.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { Reading } from '../../../../lib/reference/source/typescript-compiler.js';
import { makesResource } from '../../../../lib/reference/source/resource-functions.js';
import { madePage, type Made } from '../../../../lib/reference/source/resource-page.js';
import { docOf } from '../../../../lib/reference/source/member-item.js';
import { programOf } from './program-of.js';

/** Function in the kit → its page, in Markdown. */
export function resourcePagesOf(kit = 'lib/kit.ts'): ReadonlyMap<string, string> {
  const { checker, module } = programOf(kit);
  const reading = { ts, checker };
  const made = checker.getExportsOfModule(module).flatMap((symbol) => madeBy(symbol, reading) ?? []);
  return new Map(made.map((one) => [one.name, madePage(one, reading)]));
}

/** A function that takes a want and gives a resource. */
function madeBy(exported: ts.Symbol, reading: Reading): Made | undefined {
  const { name } = exported;
  const symbol =
    exported.flags & ts.SymbolFlags.Alias ? reading.checker.getAliasedSymbol(exported) : exported;
  const signature = symbol.valueDeclaration && makesResource(symbol, reading);
  if (!symbol.valueDeclaration || !signature || signature.getParameters().length === 0) return undefined;
  const file = symbol.valueDeclaration.getSourceFile();
  const about = [headOf(file), docOf(symbol, reading)].filter((text) => text !== '').join(' ');
  return { name, signature, types: typesIn(file), about, from: `import { ${name} } from 'trueup';` };
}

/** The sentence at the top of the file. */
function headOf(file: ts.SourceFile): string {
  const [, head = ''] = /^\/\/ (.*)$/m.exec(file.text) ?? [];
  return head.trim();
}

/** The names of the types that the file defines. */
function typesIn(file: ts.SourceFile): readonly string[] {
  return [...readFileSync(file.fileName, 'utf8').matchAll(/^\s*(?:return )?.*\btype: '([a-zA-Z.]+)',/gm)].map(
    ([, type = '']) => type,
  );
}
