// What a template may reach: names that are words, values that it was given, and nothing of JavaScript behind them.
import { Secret } from '../../model/secret.js';
import { spend } from './template-bounds.js';

/** Rendering is synchronous, so one variable knows whose secret is used. */
let sawSecret = false;

/** Forgets the secrets seen so far. */
export function forgetSecrets(): void {
  sawSecret = false;
}

/** Whether a secret's value was looked up since. */
export function secretSeen(): boolean {
  return sawSecret;
}

/** Every lookup of a template goes through here. */
export function strict(value: unknown, name: string): unknown {
  spend();
  if (value === undefined) throw new Error(`${name} is not defined`);
  if (!(value instanceof Secret)) return value;
  sawSecret = true;
  return value.reveal();
}

/**
 * An object's own values, an item of a list, a length. Methods are none of a template's business: through one of them
 * `Function` can be had, and with it everything.
 */
export function member(target: unknown, key: unknown): unknown {
  if (typeof key !== 'string' && typeof key !== 'number') throw new Error('a key must be a word or a number');
  if (target === undefined || target === null) return undefined;
  if (isForeign(String(key)) || typeof target === 'function') throw outOfBounds(key);
  const holder = Object(target) as Record<string, unknown>;
  if (Object.hasOwn(holder, key)) return holder[key];
  if (key in holder) throw outOfBounds(key);
  return undefined;
}

function outOfBounds(key: string | number): Error {
  return new Error(`${key} can't be used in a template`);
}

/** Names that every object of JavaScript has, and the way from a function to its maker. */
function isForeign(name: string): boolean {
  return name in Object.prototype || name === 'prototype';
}

/**
 * Why this can't be a name, if it can't. nunjucks (3.2.4) puts names into the code it generates as they are, and takes
 * everything up to a blank or an operator for a name: quotes and backticks too.
 */
export function nameProblem(name: unknown): string | undefined {
  const text = String(name);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return `${JSON.stringify(text)} is not a valid name`;
  return isForeign(text) ? outOfBounds(text).message : undefined;
}

/** What may be printed: a list or a mapping would come out as JavaScript's idea of it. */
export function printable(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'function')
    throw new Error('there is no value to print here');
  if (typeof value === 'object' && !(value instanceof String))
    throw new Error(
      `${Array.isArray(value) ? 'a list' : 'a mapping'} can't be printed; print one of its values`,
    );
  return value;
}
