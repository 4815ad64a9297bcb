// Determines which functions create resources.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';

/** The function's call signature, if it returns a resource. */
export function makesResource(symbol: ts.Symbol, { checker }: Reading): ts.Signature | undefined {
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return signature?.getReturnType().getSymbol()?.name === 'Resource' ? signature : undefined;
}

/** The symbol that the name refers to, whether or not it is imported. */
export function meaningOf(name: ts.Node, { ts, checker }: Reading): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
