// Makes the page of a resource type from the types and comments of its function in the kit, with TypeScript.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../../..');

/** Function in the kit → its page, in Markdown. */
export function resourcePagesOf(kit = 'lib/kit.ts'): ReadonlyMap<string, string> {
  const path = join(root, kit);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([path], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  const pages = new Map<string, string>();
  for (const symbol of module ? checker.getExportsOfModule(module) : []) {
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

function memberItem(member: ts.Symbol, checker: ts.TypeChecker): string {
  const optional = isOptional(member);
  const type = checker.getTypeOfSymbol(member);
  const shown = checker.typeToString(
    optional ? checker.getNonNullableType(type) : type,
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
  );
  const doc = docOf(member, checker);
  return `- \`${member.name}\` (\`${shown.replaceAll('"', "'")}\`${optional ? '' : '; required'})${doc === '' ? '' : `: ${doc}`}\n`;
}

function isOptional(member: ts.Symbol): boolean {
  return (member.flags & ts.SymbolFlags.Optional) !== 0;
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
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
