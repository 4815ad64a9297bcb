// The hints of a source file, as a person would read them.
import ts from 'typescript';

/** Texts of every property `hint`; what is filled in stands as `…`. */
export function hintsIn(path: string, source: string): readonly string[] {
  if (!/hint/i.test(source)) return []; // most have none, and parsing takes a while
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node, isHint: boolean): void => {
    const within =
      isHint ||
      ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
        /hint$/i.test(node.name.getText()));
    if (within && ts.isStringLiteralLike(node)) found.push(node.text);
    if (within && ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  visit(file, false);
  return found;
}
