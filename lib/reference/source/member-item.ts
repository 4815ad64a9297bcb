// One member of a type as a list item.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';

/** Its name, type, whether it is required, and its comment; Markdown. */
export function memberItem(member: ts.Symbol, reading: Reading, whenMissing = ''): string {
  const { ts, checker } = reading;
  const optional = isOptional(member, reading);
  const type = checker.getTypeOfSymbol(member);
  const shown = checker.typeToString(
    optional ? checker.getNonNullableType(type) : type,
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
  );
  const doc = docOf(member, reading);
  const must = optional ? whenMissing : whenMissing === '' ? '; required' : '';
  return `- \`${member.name}\` (\`${shown.replaceAll('"', "'")}\`${must})${doc === '' ? '' : `: ${doc}`}\n`;
}

/** Whether it may be absent. */
export function isOptional(member: ts.Symbol, { ts, checker }: Reading): boolean {
  const { valueDeclaration: declared } = member;
  if (declared && ts.isParameter(declared)) return checker.isOptionalParameter(declared);
  return (member.flags & ts.SymbolFlags.Optional) !== 0;
}

/** Its comment, on one line. */
export function docOf(symbol: ts.Symbol, { ts, checker }: Reading): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
}
