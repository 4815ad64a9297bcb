// Finds the calls of `defineResource` in a file.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';
import { meaningOf } from './resource-functions.js';

/** One call. */
export interface Definition {
  /** The name of the type that it defines. */
  readonly type: string;
  readonly call: ts.CallExpression;
  /** The constant passed to `defineResource`, if the argument is an identifier. */
  readonly given?: ts.Symbol;
  /** The constant that holds what the call returns. */
  readonly maker?: ts.VariableDeclaration;
}

/** All calls in the file, except those whose type's name can't be determined. */
export function definitionsIn(file: ts.SourceFile, reading: Reading): readonly Definition[] {
  const { ts } = reading;
  const found: Definition[] = [];
  const visit = (node: ts.Node): void => {
    const definition = ts.isCallExpression(node) ? definitionBy(node, reading) : undefined;
    if (definition) found.push(definition);
    ts.forEachChild(node, visit);
  };
  if (file.text.includes('defineResource')) visit(file);
  return found;
}

function definitionBy(call: ts.CallExpression, reading: Reading): Definition | undefined {
  const { ts } = reading;
  const [argument] = call.arguments;
  if (!argument || !/(?:^|\.)defineResource$/.test(call.expression.getText())) return undefined;
  const given = ts.isIdentifier(argument) ? meaningOf(argument, reading) : undefined;
  const type = typeNameIn(given?.valueDeclaration ?? argument, reading);
  if (type === undefined) return undefined;
  return {
    ...{ type, call },
    ...(given && { given }),
    ...(ts.isVariableDeclaration(call.parent) && { maker: call.parent }),
  };
}

/** The value of the member `type` in the first object within the node. */
function typeNameIn(node: ts.Node, reading: Reading): string | undefined {
  const { ts, checker } = reading;
  if (!ts.isObjectLiteralExpression(node))
    return ts.forEachChild(node, (child) => typeNameIn(child, reading));
  const member = node.properties.find((one) => one.name?.getText() === 'type');
  const value = member && ts.isPropertyAssignment(member) && checker.getTypeAtLocation(member.initializer);
  return value && value.isStringLiteral() ? value.value : undefined;
}
