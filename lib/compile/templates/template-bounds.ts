// Ends a template that would take for ever, or all memory: what it makes and how much it looks up is counted.
import { getHeapStatistics } from 'node:v8';
import { watched } from '../../bounds/watched.js';

/** Characters that one rendering may make in all, captured ones included. */
const mostText = 16 * 1024 * 1024;
/** Characters that a filter may be given: nunjucks' own hold up to 100 bytes for each while they work. */
const mostFiltered = 1024 * 1024;
/** Characters that a filter may be asked to multiply. */
const mostWork = 256 * 1024 * 1024;
/** Filters of more characters are watched: some look for what isn't there from each of them. */
const shortWork = 8192;
/** Items of a range. */
const mostItems = 100_000;
/** Bytes by which the heap may grow while one template renders. */
const mostHeap = 256 * 1024 * 1024;
/** Templates that include each other, one within the other. */
const deepest = 32;
/** For one rendering, and for each long filter in it. */
export const secondsAllowed = 5;
/** So many small things, or a big one, lie between two looks at the heap. */
const lookEvery = 256;
/** Filters whose numbers say how long a text or a list gets. */
const sized = new Set(['center', 'indent', 'batch', 'slice', 'truncate', 'dump']);

let text = 0;
let spent = 0;
let heap = 0;
let depth = 0;
let started = 0;

/** Runs one rendering; what it does is counted from nought. */
export function bounded<Result>(work: () => Result): Result {
  text = 0;
  spent = 0;
  depth = 0;
  heap = getHeapStatistics().used_heap_size;
  started = performance.now();
  return work();
}

function tooSlow(): Error {
  return new Error(`it takes longer than ${secondsAllowed} seconds`);
}

/** Counts how deep templates include each other. */
export function nested<Result>(work: () => Result): Result {
  if (depth === deepest) throw new Error(`templates include each other more than ${deepest} deep`);
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
  }
}

/** Counts a lookup, or a turn of a loop: nothing can grow or go on without one. */
export function spend(amount = 1): void {
  spent += amount;
  if (spent < lookEvery) return;
  spent = 0;
  if (performance.now() - started > secondsAllowed * 1000) throw tooSlow();
  if (getHeapStatistics().used_heap_size - heap > mostHeap)
    throw new Error(`it takes more than ${mostHeap / 1024 / 1024} MiB of memory`);
}

/** Counts text that is put out, and returns it. */
export function counted<Value>(value: Value): Value {
  text += lengthOf(value);
  if (text > mostText) throw tooLong();
  return value;
}

/** `+` and `~`: two short texts may make one that is too long, without anything being put out. */
export function added(left: unknown, right: unknown): unknown {
  // What stands here are a template's own values: as in JavaScript, numbers are added and anything else is joined.
  const sum = (left as string) + (right as string);
  if (lengthOf(sum) > mostText) throw tooLong();
  return sum;
}

function tooLong(): Error {
  return new Error(`it makes more than ${mostText / 1024 / 1024} MiB of text`);
}

/** The numbers from `start` to before `stop`, as nunjucks' own. */
export function range(...bounds: readonly unknown[]): readonly number[] {
  const [start, stop, step = 1] = (bounds.length < 2 ? [0, bounds[0]] : bounds) as number[];
  const length = Math.max(0, Math.ceil(((stop ?? NaN) - (start ?? NaN)) / (step || 1)));
  if (!(length <= mostItems)) throw new Error(`range: it takes numbers, and makes at most ${mostItems}`);
  return Array.from({ length }, (_, index) => (start ?? 0) + index * (step || 1));
}

type Filter = (this: unknown, ...values: unknown[]) => unknown;

/** The filter; refused where its values multiply to too much. */
export function boundedFilter(name: string, filter: Filter): Filter {
  return function (...values) {
    const [first, ...others] = values.map((value, at) => weight(value, at > 0 && sized.has(name)));
    const work = others.reduce((product, one) => product * Math.max(1, one), Math.max(1, first ?? 1));
    if (!(work <= mostWork) || Math.max(first ?? 0, ...others) > mostFiltered)
      throw new Error(`${name}: this is too large for a filter`);
    const isLong = work > shortWork || values.some((value) => value instanceof RegExp);
    const result = isLong
      ? watched(secondsAllowed, () => filter.apply(this, values))
      : filter.apply(this, values);
    spend(1 + lengthOf(result) / 4096);
    if (lengthOf(result) > mostText) throw tooLong();
    return result;
  };
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  // What a macro returns.
  return value instanceof String ? value.length : 1;
}

/** How much text a value may stand for. Lists in lists can be short and stand for more than there is memory. */
function weight(value: unknown, isSize: boolean, depth = 0): number {
  if (typeof value === 'number') return isSize ? Math.abs(value) : 1;
  if (typeof value !== 'object' || value === null || value instanceof String) return lengthOf(value);
  if (depth > 16) return Infinity;
  spend();
  let sum = 1;
  for (const item of Object.values(value)) {
    sum += weight(item, false, depth + 1);
    if (sum > mostWork) return Infinity;
  }
  return sum;
}
