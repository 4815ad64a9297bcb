// Jinja's tests: what follows `is`.
import { contains, isEqual, itemsOf, numeric, order } from './python-operators.js';
import { printed } from './print-as-python.js';
import { templateRegex } from './template-regex.js';
import { Float, forced, isDict, isList, Namespace, Undefined, type Value } from './value-types.js';

type Test = (value: Value, args: readonly Value[]) => boolean;

const compared =
  (holds: (order: number) => boolean): Test =>
  (value, [other = null]) =>
    holds(order(value, other));
const whole = (value: Value): number => numeric(value) ?? NaN;
const matched =
  (from: '^' | ''): Test =>
  (value, [pattern = '']) => {
    const { source, flags } = templateRegex(printed(pattern));
    return new RegExp(`${from}(?:${source})`, flags).test(printed(value));
  };
const truthy = (value: Value): boolean => ['true', 'yes', 'on', '1'].includes(printed(value).toLowerCase());
const falsy = (value: Value): boolean => ['false', 'no', 'off', '0'].includes(printed(value).toLowerCase());
const equal: Test = (value, [other = null]) => isEqual(value, other);
const different: Test = (value, [other = null]) => !isEqual(value, other);
const within: Test = (value, [holder = null]) => contains(holder, value);

export const tests: Readonly<Record<string, Test>> = {
  defined: (value) => !(forced(value) instanceof Undefined),
  undefined: (value) => forced(value) instanceof Undefined,
  none: (value) => forced(value) === null,
  string: (value) => typeof forced(value) === 'string',
  number: (value) => typeof forced(value) === 'number' || forced(value) instanceof Float,
  integer: (value) => Number.isInteger(forced(value)),
  float: (value) => forced(value) instanceof Float,
  boolean: (value) => typeof forced(value) === 'boolean',
  mapping: (value) => isDict(forced(value)) || forced(value) instanceof Namespace,
  iterable: (value) => isList(forced(value)) || isDict(forced(value)) || typeof forced(value) === 'string',
  sequence: (value) => isList(forced(value)) || isDict(forced(value)) || typeof forced(value) === 'string',
  true: (value) => forced(value) === true,
  false: (value) => forced(value) === false,
  truthy: truthy,
  falsy: falsy,
  even: (value) => whole(value) % 2 === 0,
  odd: (value) => Math.abs(whole(value)) % 2 === 1,
  divisibleby: (value, [by = 1]) => whole(value) % whole(by) === 0,
  lower: (value) => printed(value) === printed(value).toLowerCase(),
  upper: (value) => printed(value) === printed(value).toUpperCase(),
  in: within,
  contains: (value, [item = null]) => contains(value, item),
  match: matched('^'),
  search: matched(''),
  regex: matched(''),
  subset: (value, [other = []]) => itemsOf(value).every((item) => contains(other, item)),
  superset: (value, [other = []]) => itemsOf(other).every((item) => contains(value, item)),
  any: (value) => itemsOf(value).some((item) => isEqual(item, true)),
  all: (value) => itemsOf(value).every((item) => isEqual(item, true)),
  eq: equal,
  equalto: equal,
  '==': equal,
  ne: different,
  '!=': different,
  lt: compared((found) => found < 0),
  '<': compared((found) => found < 0),
  le: compared((found) => found <= 0),
  '<=': compared((found) => found <= 0),
  gt: compared((found) => found > 0),
  '>': compared((found) => found > 0),
  ge: compared((found) => found >= 0),
  '>=': compared((found) => found >= 0),
};
