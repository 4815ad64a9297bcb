// What a filter is, and how it reads what it is given.
import { isTrue, numeric } from '../python-operators.js';
import { printed } from '../print-as-python.js';
import { TemplateError } from '../template-error.js';
import { kindOf, type Value } from '../value-types.js';

/** What a filter is given besides its value. */
export interface Given {
  /** Argument by place, or by name; `undefined` where it isn't given. */
  readonly arg: (place: number, name: string) => Value | undefined;
  /** The arguments by place from one on. */
  readonly rest: (from: number) => readonly Value[];
  /** Fills another filter in, or asks a test: for map and select. */
  readonly apply: (name: string, value: Value, args: readonly Value[]) => Value;
  readonly test: (name: string, value: Value, args: readonly Value[]) => boolean;
}

export type Filter = (value: Value, given: Given) => Value;

/** An argument as text, with what holds where it isn't given. */
export function textArg({ arg }: Given, place: number, name: string, usual: string): string {
  const value = arg(place, name);
  return value === undefined ? usual : printed(value);
}

/** An argument as a whole number. */
export function numberArg({ arg }: Given, place: number, name: string, usual: number): number {
  const value = arg(place, name);
  if (value === undefined) return usual;
  const number = numeric(value);
  if (number !== undefined && Number.isInteger(number)) return number;
  throw new TemplateError(`${name} must be a whole number, found ${kindOf(value)}`);
}

/** An argument that says yes or no. */
export function flagArg({ arg }: Given, place: number, name: string, usual = false): boolean {
  const value = arg(place, name);
  return value === undefined ? usual : isTrue(value);
}
