// Makes the page of a resource type from the types and comments of its function in the kit, with TypeScript.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { docOf, isOptional, memberItem } from './member-item.js';
import { programOf } from './program-of.js';

/** Function in the kit → its page, in Markdown. */
export function resourcePagesOf(kit = 'lib/kit.ts'): ReadonlyMap<string, string> {
  const { checker, module } = programOf(kit);
  const pages = new Map<string, string>();
  for (const symbol of checker.getExportsOfModule(module)) {
    const made = resourceMadeBy(symbol, checker);
    if (made) pages.set(symbol.name, pageOf(made, checker));
  }
  return pages;
}

interface Made {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly file: ts.SourceFile;
  readonly want: ts.Type;
}

/** A function that takes a want and gives a Resource. */
function resourceMadeBy(exported: ts.Symbol, checker: ts.TypeChecker): Made | undefined {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declaration = symbol.valueDeclaration;
  if (!declaration) return undefined;
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const [want] = signature?.getParameters() ?? [];
  if (!signature || !want || signature.getReturnType().getSymbol()?.name !== 'Resource') return undefined;
  const file = declaration.getSourceFile();
  return { name: exported.name, symbol, file, want: checker.getTypeOfSymbol(want) };
}

function pageOf({ name, symbol, file, want }: Made, checker: ts.TypeChecker): string {
  const members = want.isUnion()
    ? want.types.flatMap((one) => checker.getPropertiesOfType(one))
    : checker.getPropertiesOfType(want);
  const once = [...new Map(members.map((member) => [member.name, member])).values()];
  const required = once.filter((member) => !isOptional(member)).map((member) => `${member.name}: …`);
  const about = [headOf(file), docOf(symbol, checker)].filter((text) => text !== '');
  return [
    `# Resource \`${name}\`\n`,
    `${about.join(' ')}\n`,
    `\`\`\`ts\nimport { ${name} } from 'trueup';\n\nyield ${name}({ ${required.join(', ')} });\n\`\`\`\n`,
    `Plans and reports name it ${typesIn(file)
      .map((type) => `\`${type}\``)
      .join(' or ')}.\n`,
    '## What it takes\n',
    once.map((member) => memberItem(member, checker)).join(''),
  ].join('\n');
}

/** The sentence at the top of the file. */
function headOf(file: ts.SourceFile): string {
  const [, head = ''] = /^\/\/ (.*)$/m.exec(file.text) ?? [];
  return head.trim();
}

/** The names of the types that the file defines. */
function typesIn(file: ts.SourceFile): readonly string[] {
  return [...readFileSync(file.fileName, 'utf8').matchAll(/^\s*(?:return )?.*\btype: '([a-z.]+)',/gm)].map(
    ([, type = '']) => type,
  );
}
