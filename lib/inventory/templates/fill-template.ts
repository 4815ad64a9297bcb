// Renders a template: texts, values between braces, choices and loops.
import { Secret } from '../../model/secret.js';
import { Evaluator, type Names } from './evaluator.js';
import { itemsOf } from './python-operators.js';
import { parseTemplate } from './parse-template.js';
import { literalOf } from './parse-python-literal.js';
import { printed } from './print-as-python.js';
import type { Part } from './syntax-tree.js';
import { TemplateError, UndefinedError } from './template-error.js';
import { bearable, bearableList, forced, isDict, isList, Undefined, type Value } from './value-types.js';

/** Longest text that is treated as a template. */
const longest = 64 * 1024;

/**
 * The value of the template. A single expression keeps the type of its value; any other text that looks like a list, a
 * mapping or a boolean becomes one, as in Ansible. If a secret was used, every text in the result is a Secret.
 */
export function fillTemplate(source: string, names: Names): Value {
  if (source.length > longest) throw new TemplateError(`the template is longer than ${longest / 1024} KiB`);
  const parts = parseTemplate(source);
  const [only] = parts;
  const locals = new Map<string, Value>();
  const evaluator = new Evaluator((name) => locals.get(name) ?? names(name));
  if (parts.length === 1 && only?.is === 'output') {
    const value = forced(evaluator.value(only.of));
    if (value instanceof Undefined) throw new UndefinedError(value.name);
    return evaluator.tainted ? tainted(value) : value;
  }
  const text = filled(parts, evaluator, locals);
  return evaluator.tainted ? new Secret(text) : literalOf(text);
}

function filled(parts: readonly Part[], evaluator: Evaluator, locals: Map<string, Value>): string {
  let text = '';
  for (const part of parts) text = bearable(text + filledPart(part, evaluator, locals));
  return text;
}

function filledPart(part: Part, evaluator: Evaluator, locals: Map<string, Value>): string {
  switch (part.is) {
    case 'text':
      return part.text;
    case 'output': {
      const value = evaluator.open(part.of);
      // Ansible prints nothing for None.
      return value === null ? '' : printed(value);
    }
    case 'set':
      locals.set(part.name, evaluator.value(part.to));
      return '';
    case 'if': {
      const branch = part.branches.find(({ condition }) => !condition || evaluator.holds(condition));
      return branch ? filled(branch.body, evaluator, locals) : '';
    }
    case 'for':
      return looped(part, evaluator, locals);
  }
}

function looped(
  { names, over, only, body, otherwise }: Extract<Part, { is: 'for' }>,
  evaluator: Evaluator,
  locals: Map<string, Value>,
): string {
  const before = new Map(locals);
  const bind = (item: Value): void => {
    const values = names.length === 1 ? [item] : itemsOf(item);
    for (const [at, name] of names.entries()) locals.set(name, values[at] ?? new Undefined(name));
  };
  const items = bearableList(itemsOf(evaluator.open(over))).filter((item) => {
    bind(item);
    return !only || evaluator.holds(only);
  });
  let text = '';
  for (const [at, item] of items.entries()) {
    bind(item);
    locals.set('loop', loopAt(at, items.length));
    text = bearable(text + filled(body, evaluator, locals));
  }
  // What is set in a loop doesn't outlive it.
  locals.clear();
  for (const [name, value] of before) locals.set(name, value);
  return items.length === 0 ? filled(otherwise, evaluator, locals) : text;
}

function loopAt(at: number, length: number): Value {
  return new Map<string, Value>([
    ['index', at + 1],
    ['index0', at],
    ['first', at === 0],
    ['last', at === length - 1],
    ['length', length],
  ]);
}

/** Numbers and booleans made from a secret become text, because a Secret holds nothing else. */
function tainted(value: Value): Value {
  const one = forced(value);
  if (isList(one)) return one.map(tainted);
  if (isDict(one)) return new Map([...one].map(([key, item]) => [key, tainted(item)]));
  if (one === null || one instanceof Undefined || one instanceof Secret) return one;
  return new Secret(printed(one));
}
