// One member of a type as an item of a list.
import ts from 'typescript';

/** Its name, type, whether it is required, and its comment; Markdown. */
export function memberItem(member: ts.Symbol, checker: ts.TypeChecker, whenMissing = ''): string {
  const optional = isOptional(member);
  const type = checker.getTypeOfSymbol(member);
  const shown = checker.typeToString(
    optional ? checker.getNonNullableType(type) : type,
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
  );
  const doc = docOf(member, checker);
  const must = optional ? whenMissing : whenMissing === '' ? '; required' : '';
  return `- \`${member.name}\` (\`${shown.replaceAll('"', "'")}\`${must})${doc === '' ? '' : `: ${doc}`}\n`;
}

/** Whether it may be absent. */
export function isOptional(member: ts.Symbol): boolean {
  return (member.flags & ts.SymbolFlags.Optional) !== 0;
}

/** Its comment, on one line. */
export function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
}
