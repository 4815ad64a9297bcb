// Parses the expressions of Jinja.
import type { Arguments, Expression } from './syntax-tree.js';
import { TemplateError } from './template-error.js';
import type { TokenReader } from './token-reader.js';

/** Operators in order of precedence, the loosest first; all of them bind more tightly than comparisons. */
const levels: readonly (readonly string[])[] = [['~'], ['+', '-'], ['*', '/', '//', '%']];
const comparisons = ['==', '!=', '<', '<=', '>', '>='];
const words: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

/** The expression that begins here. */
export function parseExpression(tokens: TokenReader): Expression {
  return tokens.nested(() => {
    let then = either(tokens);
    while (tokens.take('name', 'if') !== undefined) {
      const condition = either(tokens);
      const otherwise = tokens.take('name', 'else') === undefined ? undefined : parseExpression(tokens);
      then = { is: 'choice', condition, then, ...(otherwise && { otherwise }) };
    }
    return then;
  });
}

/** An expression without a trailing `if`, for the items of a loop. */
export function either(tokens: TokenReader): Expression {
  let left = both(tokens);
  while (tokens.take('name', 'or') !== undefined)
    left = { is: 'binary', sign: 'or', left, right: both(tokens) };
  return left;
}

function both(tokens: TokenReader): Expression {
  let left = negated(tokens);
  while (tokens.take('name', 'and') !== undefined)
    left = { is: 'binary', sign: 'and', left, right: negated(tokens) };
  return left;
}

function negated(tokens: TokenReader): Expression {
  if (tokens.take('name', 'not') === undefined) return compared(tokens);
  return { is: 'unary', sign: 'not', of: tokens.nested(() => negated(tokens)) };
}

/** `a < b < c` compares both pairs. */
function compared(tokens: TokenReader): Expression {
  let left = level(tokens, 0);
  let all: Expression | undefined;
  for (;;) {
    const sign = tokens.take('sign', ...comparisons) ?? membership(tokens);
    if (sign === undefined) return all ?? left;
    const right = level(tokens, 0);
    const one: Expression = { is: 'binary', sign, left, right };
    all = all ? { is: 'binary', sign: 'and', left: all, right: one } : one;
    left = right;
  }
}

function membership(tokens: TokenReader): 'in' | 'not in' | undefined {
  if (tokens.take('name', 'in') !== undefined) return 'in';
  if (!tokens.is('name', 'not') || !tokens.follows('name', 'in')) return undefined;
  tokens.expect('name', 'not');
  tokens.expect('name', 'in');
  return 'not in';
}

function level(tokens: TokenReader, at: number): Expression {
  const signs = levels[at];
  if (!signs) return unary(tokens);
  let left = level(tokens, at + 1);
  for (;;) {
    const sign = tokens.take('sign', ...signs);
    if (sign === undefined) return left;
    left = { is: 'binary', sign, left, right: level(tokens, at + 1) };
  }
}

function unary(tokens: TokenReader): Expression {
  return filtered(tokens, signed(tokens));
}

function signed(tokens: TokenReader): Expression {
  const sign = tokens.take('sign', '-', '+');
  if (sign !== undefined)
    return { is: 'unary', sign: sign as '-' | '+', of: tokens.nested(() => signed(tokens)) };
  const base = postfixed(tokens, primary(tokens));
  if (tokens.take('sign', '**') === undefined) return base;
  return { is: 'binary', sign: '**', left: base, right: tokens.nested(() => signed(tokens)) };
}

function primary(tokens: TokenReader): Expression {
  const { kind, text } = tokens.next;
  if (tokens.take('number') !== undefined) {
    return { is: 'literal', value: Number(text.replaceAll('_', '')), float: /[.eE]/.test(text) };
  }
  if (kind === 'string') {
    let value = '';
    // Adjacent strings are concatenated.
    for (let part = tokens.take('string'); part !== undefined; part = tokens.take('string'))
      value += tokens.contentOf(part);
    return { is: 'literal', value };
  }
  if (tokens.take('name') !== undefined) {
    return Object.hasOwn(words, text)
      ? { is: 'literal', value: words[text] ?? null }
      : { is: 'name', name: text };
  }
  if (tokens.take('sign', '(') !== undefined) return grouped(tokens);
  if (tokens.take('sign', '[') !== undefined) return { is: 'list', items: listed(tokens, ']') };
  if (tokens.take('sign', '{') !== undefined) return { is: 'dict', pairs: paired(tokens) };
  throw new TemplateError(`expected a value, found ${text === '' ? 'the end of the template' : text}`);
}

/** In parentheses: an expression, or a tuple. */
function grouped(tokens: TokenReader): Expression {
  if (tokens.take('sign', ')') !== undefined) return { is: 'list', items: [] };
  const first = parseExpression(tokens);
  if (tokens.take('sign', ')') !== undefined) return first;
  tokens.expect('sign', ',');
  return { is: 'list', items: [first, ...listed(tokens, ')')] };
}

function listed(tokens: TokenReader, close: string): readonly Expression[] {
  const items: Expression[] = [];
  while (tokens.take('sign', close) === undefined) {
    items.push(parseExpression(tokens));
    if (!tokens.is('sign', close)) tokens.expect('sign', ',');
  }
  return items;
}

function paired(tokens: TokenReader): readonly (readonly [Expression, Expression])[] {
  const pairs: (readonly [Expression, Expression])[] = [];
  while (tokens.take('sign', '}') === undefined) {
    const key = parseExpression(tokens);
    tokens.expect('sign', ':');
    pairs.push([key, parseExpression(tokens)]);
    if (!tokens.is('sign', '}')) tokens.expect('sign', ',');
  }
  return pairs;
}

function postfixed(tokens: TokenReader, start: Expression): Expression {
  let of = start;
  for (;;) {
    if (tokens.take('sign', '.') !== undefined) {
      const key = tokens.take('number') ?? tokens.expect('name');
      of = { is: 'member', of, key: { is: 'literal', value: /^\d+$/.test(key) ? Number(key) : key } };
    } else if (tokens.take('sign', '[') !== undefined) of = subscript(tokens, of);
    else if (tokens.is('sign', '(')) of = { is: 'call', of, args: parseArguments(tokens) };
    else return of;
  }
}

function subscript(tokens: TokenReader, of: Expression): Expression {
  const bound = (): Expression | undefined =>
    tokens.is('sign', ':', ']') ? undefined : parseExpression(tokens);
  const from = bound();
  if (from && tokens.take('sign', ']') !== undefined) return { is: 'member', of, key: from };
  tokens.expect('sign', ':');
  const to = bound();
  const step = tokens.take('sign', ':') === undefined ? undefined : bound();
  tokens.expect('sign', ']');
  return { is: 'slice', of, ...(from && { from }), ...(to && { to }), ...(step && { step }) };
}

function filtered(tokens: TokenReader, start: Expression): Expression {
  let of = start;
  for (;;) {
    if (tokens.take('sign', '|') !== undefined) {
      of = { is: 'filter', of, name: dottedName(tokens), args: parseArguments(tokens) };
    } else if (tokens.take('name', 'is') !== undefined) {
      const not = tokens.take('name', 'not') !== undefined;
      const name = dottedName(tokens);
      const test: Expression = { is: 'test', of, name, args: testArguments(tokens) };
      of = not ? { is: 'unary', sign: 'not', of: test } : test;
    } else return of;
  }
}

function dottedName(tokens: TokenReader): string {
  let name = tokens.expect('name');
  while (tokens.take('sign', '.') !== undefined) name += `.${tokens.expect('name')}`;
  return name;
}

/** `is divisibleby 3`: one value needs no parentheses. */
function testArguments(tokens: TokenReader): Arguments {
  const bare = tokens.is('number') || tokens.is('string') || (tokens.is('name') && !isWord(tokens.next.text));
  return bare ? { places: [postfixed(tokens, primary(tokens))], named: [] } : parseArguments(tokens);
}

function isWord(name: string): boolean {
  return ['and', 'or', 'not', 'if', 'else', 'is', 'in'].includes(name);
}

function parseArguments(tokens: TokenReader): Arguments {
  const places: Expression[] = [];
  const named: (readonly [string, Expression])[] = [];
  if (tokens.take('sign', '(') === undefined) return { places, named };
  while (tokens.take('sign', ')') === undefined) {
    if (tokens.is('name') && tokens.follows('sign', '=')) {
      const name = tokens.expect('name');
      tokens.expect('sign', '=');
      named.push([name, parseExpression(tokens)]);
    } else places.push(parseExpression(tokens));
    if (!tokens.is('sign', ')')) tokens.expect('sign', ',');
  }
  return { places, named };
}
