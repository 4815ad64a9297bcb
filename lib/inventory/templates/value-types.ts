// The values that templates work with: Python's, as far as inventories use them.
import { Secret } from '../../model/secret.js';
import { TemplateError } from './template-error.js';

/** A number that prints with its point: `8.0`. */
export class Float {
  constructor(readonly value: number) {}
}

/** An undefined name; using it is an error, testing it is not. */
export class Undefined {
  constructor(readonly name: string) {}
}

/** A variable that is filled in when it is first used. */
export class Lazy {
  constructor(readonly get: () => Value) {}
}

/** Values by name that are looked up one at a time: hostvars. */
export class Namespace {
  constructor(
    readonly get: (name: string) => Value | undefined,
    readonly names: () => readonly string[],
  ) {}
}

class Omit {
  readonly name = 'omit';
}

/** A key with this value is left out. */
export const omit = new Omit();

export type Dict = ReadonlyMap<string, Value>;
export type Callable = (args: readonly Value[], named: ReadonlyMap<string, Value>) => Value;
export type Value =
  | string
  | number
  | boolean
  | null
  | Float
  | Secret
  | Undefined
  | Lazy
  | Namespace
  | Omit
  | readonly Value[]
  | Dict
  | Callable;

/** Maximum length of a text, and maximum number of items, that a template may produce. */
const longest = 1024 * 1024;
const most = 100_000;

/** The text. Throws if it is too long. */
export function bearable(text: string): string {
  if (text.length > longest) throw new TemplateError('the template produces more than 1 MiB of text');
  return text;
}

/** The list. Throws if it is too long. */
export function bearableList(items: readonly Value[]): readonly Value[] {
  if (items.length > most) throw new TemplateError(`the template produces a list of more than ${most} items`);
  return items;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isDict(value: Value): value is Dict {
  return value instanceof Map;
}

/** The value; a lazy one is evaluated. */
export function forced(value: Value): Exclude<Value, Lazy> {
  let one = value;
  while (one instanceof Lazy) one = one.get();
  return one;
}

/** The kind of a value, for messages. */
export function kindOf(value: Value): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string' || value instanceof Secret) return 'text';
  if (typeof value === 'number' || value instanceof Float) return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  if (isList(value)) return 'a list';
  if (isDict(value) || value instanceof Namespace) return 'a mapping';
  return typeof value === 'function' ? 'a function' : 'something else';
}
