// Parses a template: texts, {{ expressions }}, and the statements if, for and set.
import { either, parseExpression } from './parse-expression.js';
import { templateString } from './string-literals.js';
import type { Branch, Part } from './syntax-tree.js';
import { TemplateError } from './template-error.js';
import { TokenReader } from './token-reader.js';
import { tokensOf } from './tokenize.js';

/** The parts of a template. Throws TemplateError. */
export function parseTemplate(source: string): readonly Part[] {
  const tokens = new TokenReader(tokensOf(source), templateString);
  const parts = parseParts(tokens);
  if (tokens.is('end')) return parts;
  throw new TemplateError(`{% ${tokens.next.text} %} has no matching opening tag`);
}

/** Parses up to the end, or to a tag that ends or divides a statement, of which only the opening brace is consumed. */
function parseParts(tokens: TokenReader): readonly Part[] {
  const parts: Part[] = [];
  while (!tokens.is('end')) {
    const text = tokens.take('text');
    if (text !== undefined) parts.push({ is: 'text', text });
    else if (tokens.take('open', '}}') !== undefined) {
      parts.push({ is: 'output', of: parseExpression(tokens) });
      tokens.expect('close');
    } else {
      tokens.expect('open');
      if (tokens.is('name', 'elif', 'else', 'endif', 'endfor')) return parts;
      parts.push(tokens.nested(() => parseStatement(tokens)));
    }
  }
  return parts;
}

function parseStatement(tokens: TokenReader): Part {
  const word = tokens.expect('name');
  if (word === 'if') return { is: 'if', branches: parseBranches(tokens) };
  if (word === 'for') return parseLoop(tokens);
  if (word === 'set') {
    const name = tokens.expect('name');
    tokens.expect('sign', '=');
    const to = parseExpression(tokens);
    tokens.expect('close');
    return { is: 'set', name, to };
  }
  throw new TemplateError(`{% ${word} %} is not supported in variables`, 'Use if, for and set.');
}

function parseBranches(tokens: TokenReader): readonly Branch[] {
  const condition = parseExpression(tokens);
  const branches: Branch[] = [{ condition, body: parseBody(tokens) }];
  for (;;) {
    const word = tokens.expect('name', 'elif', 'else', 'endif');
    if (word === 'endif') break;
    const next = word === 'elif' ? parseExpression(tokens) : undefined;
    branches.push({ ...(next && { condition: next }), body: parseBody(tokens) });
  }
  tokens.expect('close');
  return branches;
}

function parseLoop(tokens: TokenReader): Part {
  const names = [tokens.expect('name')];
  while (tokens.take('sign', ',') !== undefined) names.push(tokens.expect('name'));
  tokens.expect('name', 'in');
  const over = either(tokens);
  const only = tokens.take('name', 'if') === undefined ? undefined : parseExpression(tokens);
  const body = parseBody(tokens);
  const otherwise = tokens.take('name', 'else') === undefined ? [] : parseBody(tokens);
  tokens.expect('name', 'endfor');
  tokens.expect('close');
  return { is: 'for', names, over, ...(only && { only }), body, otherwise };
}

function parseBody(tokens: TokenReader): readonly Part[] {
  tokens.expect('close');
  return parseParts(tokens);
}
