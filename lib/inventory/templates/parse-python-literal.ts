// Reads texts that look like Python lists, mappings and booleans as such values.
import { Evaluator } from './evaluator.js';
import { parseExpression } from './parse-expression.js';
import { pythonString } from './string-literals.js';
import { TokenReader } from './token-reader.js';
import { tokensOf } from './tokenize.js';
import type { Expression } from './syntax-tree.js';
import { TemplateError } from './template-error.js';
import { Undefined, type Value } from './value-types.js';

/** The value that a text represents; the text itself if it isn't a literal. */
export function literalOf(text: string): Value {
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (!/^(?:\[[\s\S]*\]|\{[\s\S]*\})\s*$/.test(text)) return text;
  try {
    const tokens = new TokenReader(tokensOf(`{{ ${text} }}`), pythonString);
    tokens.expect('open');
    const expression = parseExpression(tokens);
    tokens.expect('close');
    return isLiteral(expression) ? new Evaluator(json).value(expression) : text;
  } catch (error) {
    if (error instanceof TemplateError) return text;
    throw error;
  }
}

/** The names of JSON are accepted, too. */
function json(name: string): Value {
  return name === 'null' ? null : new Undefined(name);
}

function isLiteral(expression: Expression): boolean {
  switch (expression.is) {
    case 'literal':
      return true;
    case 'name':
      return expression.name === 'null';
    case 'list':
      return expression.items.every(isLiteral);
    case 'dict':
      return expression.pairs.every(([key, value]) => isLiteral(key) && isLiteral(value));
    case 'unary':
      return expression.sign !== 'not' && isLiteral(expression.of);
    case 'binary':
    case 'call':
    case 'choice':
    case 'filter':
    case 'member':
    case 'slice':
    case 'test':
      return false;
  }
}
