// Converts values of templates to plain data, and vice versa.
import { TemplateError, UndefinedError } from './template-error.js';
import { Float, forced, isDict, isList, kindOf, Undefined, type Value } from './value-types.js';

/** The value as plain data, for writing it as JSON or YAML; secrets must have been revealed before. */
export function dataOf(value: Value): unknown {
  const one = forced(value);
  if (one === null || ['string', 'number', 'boolean'].includes(typeof one)) return one;
  if (one instanceof Float) return one.value;
  if (isList(one)) return one.map(dataOf);
  if (isDict(one)) return Object.fromEntries([...one].map(([key, item]) => [key, dataOf(item)]));
  if (one instanceof Undefined) throw new UndefinedError(one.name);
  throw new TemplateError(`${kindOf(one)} can't be converted to JSON or YAML`);
}

/** The value of parsed JSON or YAML. */
export function valueOf(data: unknown): Value {
  if (Array.isArray(data)) return data.map(valueOf);
  if (data !== null && typeof data === 'object') {
    return new Map(Object.entries(data).map(([key, item]) => [key, valueOf(item)]));
  }
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? data : null;
}
