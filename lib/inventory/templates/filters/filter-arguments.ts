// The type of filters, and functions that read their arguments.
import { isTrue, numeric } from '../python-operators.js';
import { printed } from '../print-as-python.js';
import { TemplateError } from '../template-error.js';
import { kindOf, type Value } from '../value-types.js';

/** What a filter receives besides its value. */
export interface Given {
  /** Argument by position or by name; `undefined` if it isn't given. */
  readonly arg: (place: number, name: string) => Value | undefined;
  /** The positional arguments from this position on. */
  readonly rest: (from: number) => readonly Value[];
  /** Applies another filter, or evaluates a test: for map and select. */
  readonly apply: (name: string, value: Value, args: readonly Value[]) => Value;
  readonly test: (name: string, value: Value, args: readonly Value[]) => boolean;
}

export type Filter = (value: Value, given: Given) => Value;

/** An argument as text, with its default. */
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

/** An argument as a boolean. */
export function flagArg({ arg }: Given, place: number, name: string, usual = false): boolean {
  const value = arg(place, name);
  return value === undefined ? usual : isTrue(value);
}
