// Python's operators: truth, equality, order, sums, membership.
import { printed } from './print-as-python.js';
import { TemplateError, UndefinedError } from './template-error.js';
import {
  bearable,
  bearableList,
  Float,
  forced,
  isDict,
  isList,
  kindOf,
  Namespace,
  Undefined,
  type Value,
} from './value-types.js';

/** Whether a value is true: none, zero and empty values aren't. */
export function isTrue(value: Value): boolean {
  const one = forced(value);
  if (isList(one)) return one.length > 0;
  if (isDict(one)) return one.size > 0;
  if (one instanceof Undefined) throw new UndefinedError(one.name);
  return one instanceof Float ? one.value !== 0 : Boolean(one);
}

/** Whether the contents are equal; 1, 1.0 and true are. */
export function isEqual(left: Value, right: Value): boolean {
  const [a, b] = [forced(left), forced(right)];
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null));
  }
  if (isDict(a)) {
    return (
      isDict(b) &&
      a.size === b.size &&
      [...a].every(([key, item]) => b.has(key) && isEqual(item, b.get(key) ?? null))
    );
  }
  const [x, y] = [numeric(a), numeric(b)];
  return x !== undefined && y !== undefined ? x === y : a === b;
}

/** Negative if left comes first. Throws for types that can't be compared. */
export function order(left: Value, right: Value): number {
  const [a, b] = [forced(left), forced(right)];
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return x - y;
  if (isList(a) && isList(b)) {
    for (const [index, item] of a.entries()) {
      if (index >= b.length) return 1;
      const found = order(item, b[index] ?? null);
      if (found !== 0) return found;
    }
    return a.length - b.length;
  }
  throw new TemplateError(`can't compare ${kindOf(a)} with ${kindOf(b)}`);
}

/** Whether `item` is an item, a key, or a part of a text. */
export function contains(holder: Value, item: Value): boolean {
  const one = forced(holder);
  if (typeof one === 'string') return one.includes(textOf(item));
  if (isList(one)) return one.some((each) => isEqual(each, item));
  if (isDict(one)) return one.has(printed(item));
  if (one instanceof Namespace) return one.names().includes(printed(item));
  throw new TemplateError(`\`in\` can't search ${kindOf(one)}`);
}

/** Applies an operator to two values. */
export function calculated(sign: string, left: Value, right: Value): Value {
  const [a, b] = [forced(left), forced(right)];
  if (sign === '+' && typeof a === 'string' && typeof b === 'string') return bearable(a + b);
  if (sign === '+' && isList(a) && isList(b)) return bearableList([...a, ...b]);
  if (sign === '*' && typeof a === 'string' && typeof b === 'number') return repeated(a, b);
  const [x, y] = [numeric(a), numeric(b)];
  if (x === undefined || y === undefined)
    throw new TemplateError(`can't calculate ${kindOf(a)} ${sign} ${kindOf(b)}`);
  if (y === 0 && /[/%]/.test(sign)) throw new TemplateError('division by zero');
  const result = arithmetic(sign, x, y);
  const whole = !(a instanceof Float) && !(b instanceof Float) && sign !== '/' && Number.isInteger(result);
  return whole ? result : new Float(result);
}

function arithmetic(sign: string, x: number, y: number): number {
  switch (sign) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '//':
      return Math.floor(x / y);
    case '%':
      return x - y * Math.floor(x / y);
    default:
      return x ** y;
  }
}

function repeated(text: string, count: number): string {
  bearable('x'.repeat(Math.min(Math.max(text.length * count, 0), 2 ** 21)));
  return text.repeat(Math.max(count, 0));
}

/** The number that a value is; Python counts true as 1. */
export function numeric(value: Value): number | undefined {
  const one = forced(value);
  if (one instanceof Float) return one.value;
  return typeof one === 'number' ? one : typeof one === 'boolean' ? Number(one) : undefined;
}

/** The value as text. Throws if it isn't text. */
export function textOf(value: Value): string {
  const one = forced(value);
  if (typeof one === 'string') return one;
  throw new TemplateError(`expected text, found ${kindOf(one)}`);
}

/** The items of a list, the keys of a mapping, the letters of a text. */
export function itemsOf(value: Value): readonly Value[] {
  const one = forced(value);
  if (isList(one)) return one;
  if (isDict(one)) return [...one.keys()];
  if (one instanceof Namespace) return one.names();
  if (typeof one === 'string') return bearableList(Array.from(one));
  throw new TemplateError(`expected a list, found ${kindOf(one)}`);
}
