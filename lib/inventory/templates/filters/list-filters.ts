// Filters of lists and mappings.
import { isEqual, isTrue, itemsOf, numeric, order } from '../python-operators.js';
import { printed } from '../print-as-python.js';
import { TemplateError } from '../template-error.js';
import {
  bearable,
  forced,
  isDict,
  isList,
  kindOf,
  Undefined,
  type Dict,
  type Value,
} from '../value-types.js';
import { member } from '../member-access.js';
import { flagArg, textArg, type Filter, type Given } from './filter-arguments.js';

/** The value at an attribute path such as `a.b`. */
function attributeOf(value: Value, path: string): Value {
  return path
    .split('.')
    .reduce<Value>((one, key) => member(one, /^\d+$/.test(key) ? Number(key) : key), value);
}

/** The key by which items are compared: the item or an attribute; case is ignored in texts unless `caseful` is set. */
function keyOf(given: Given, caseful: boolean): (item: Value) => Value {
  const attribute = given.arg(9, 'attribute');
  return (item) => {
    const value = attribute === undefined ? item : attributeOf(item, printed(attribute));
    const one = forced(value);
    return typeof one === 'string' && !caseful ? one.toLowerCase() : one;
  };
}

function unique(items: readonly Value[], key: (item: Value) => Value = (item) => item): readonly Value[] {
  return items.filter((item, at) => items.findIndex((one) => isEqual(key(one), key(item))) === at);
}

const outermost =
  (sign: 1 | -1): Filter =>
  (value, given) => {
    const key = keyOf(given, flagArg(given, 0, 'case_sensitive'));
    const [first, ...rest] = itemsOf(value);
    if (first === undefined) return new Undefined('the first item of an empty list');
    return rest.reduce((best, item) => (order(key(item), key(best)) * sign < 0 ? item : best), first);
  };

/** Keeps the items for which a test holds, or doesn't. */
const chosen =
  (wanted: boolean, byAttribute: boolean): Filter =>
  (value, given) => {
    const from = byAttribute ? 1 : 0;
    const test = given.arg(from, 'test');
    const of = (item: Value): Value =>
      byAttribute ? attributeOf(item, printed(given.arg(0, 'attribute') ?? '')) : item;
    return itemsOf(value).filter((item) => {
      const one = of(item);
      const holds = test === undefined ? isTrue(one) : given.test(printed(test), one, given.rest(from + 1));
      return holds === wanted;
    });
  };

function dictOf(value: Value): Dict {
  const one = forced(value);
  if (isDict(one)) return one;
  throw new TemplateError(`expected a mapping, found ${kindOf(one)}`);
}

function combined(one: Dict, other: Dict, recursive: boolean): Dict {
  const result = new Map(one);
  for (const [key, value] of other) {
    const [before, after] = [forced(result.get(key) ?? null), forced(value)];
    result.set(key, recursive && isDict(before) && isDict(after) ? combined(before, after, true) : value);
  }
  return result;
}

function flattened(items: readonly Value[], levels: number): readonly Value[] {
  return items.flatMap((item) => {
    const one = forced(item);
    return isList(one) && levels > 0 ? flattened(one, levels - 1) : [one];
  });
}

export const listFilters: Readonly<Record<string, Filter>> = {
  list: (value) => [...itemsOf(value)],
  length: (value) => itemsOf(value).length,
  count: (value) => itemsOf(value).length,
  first: (value) => itemsOf(value)[0] ?? new Undefined('the first item of an empty list'),
  last: (value) => itemsOf(value).at(-1) ?? new Undefined('the last item of an empty list'),
  join: (value, given) => {
    const attribute = given.arg(1, 'attribute');
    const items = itemsOf(value).map((item) =>
      printed(attribute === undefined ? item : attributeOf(item, printed(attribute))),
    );
    return bearable(items.join(textArg(given, 0, 'd', '')));
  },
  sort: (value, given) => {
    const key = keyOf(given, flagArg(given, 1, 'case_sensitive'));
    const sorted = [...itemsOf(value)].sort((a, b) => order(key(a), key(b)));
    return flagArg(given, 0, 'reverse') ? sorted.reverse() : sorted;
  },
  reverse: (value) => {
    const reversed = [...itemsOf(value)].reverse();
    return typeof forced(value) === 'string' ? reversed.map(printed).join('') : reversed;
  },
  unique: (value, given) => unique(itemsOf(value), keyOf(given, flagArg(given, 0, 'case_sensitive', true))),
  min: outermost(1),
  max: outermost(-1),
  sum: (value) => itemsOf(value).reduce<number>((sum, item) => sum + (numeric(item) ?? NaN), 0),
  map: (value, given) => {
    const attribute = given.arg(9, 'attribute');
    const usual = given.arg(9, 'default');
    if (attribute === undefined)
      return itemsOf(value).map((item) =>
        given.apply(printed(given.arg(0, 'filter') ?? ''), item, given.rest(1)),
      );
    return itemsOf(value).map((item) => {
      const found = forced(attributeOf(item, printed(attribute)));
      return found instanceof Undefined && usual !== undefined ? usual : found;
    });
  },
  select: chosen(true, false),
  reject: chosen(false, false),
  selectattr: chosen(true, true),
  rejectattr: chosen(false, true),
  union: (value, given) => unique([...itemsOf(value), ...itemsOf(given.arg(0, 'b') ?? [])]),
  intersect: (value, given) =>
    unique(
      itemsOf(value).filter((item) => itemsOf(given.arg(0, 'b') ?? []).some((one) => isEqual(one, item))),
    ),
  difference: (value, given) =>
    unique(
      itemsOf(value).filter((item) => !itemsOf(given.arg(0, 'b') ?? []).some((one) => isEqual(one, item))),
    ),
  flatten: (value, given) => flattened(itemsOf(value), numeric(given.arg(0, 'levels') ?? 64) ?? 64),
  zip: (value, given) =>
    itemsOf(value)
      .slice(0, itemsOf(given.arg(0, 'b') ?? []).length)
      .map((item, at) => [item, itemsOf(given.arg(0, 'b') ?? [])[at] ?? null]),
  combine: (value, given) =>
    given
      .rest(0)
      .reduce<Dict>(
        (all, more) => combined(all, dictOf(more), flagArg(given, 9, 'recursive')),
        dictOf(value),
      ),
  dict2items: (value) =>
    [...dictOf(value)].map(
      ([key, item]) =>
        new Map<string, Value>([
          ['key', key],
          ['value', item],
        ]),
    ),
  items2dict: (value) =>
    new Map(itemsOf(value).map((item) => [printed(member(item, 'key')), member(item, 'value')])),
  items: (value) => [...dictOf(value)].map(([key, item]) => [key, item]),
  dictsort: (value) =>
    [...dictOf(value)]
      .sort(([a], [b]) => order(a.toLowerCase(), b.toLowerCase()))
      .map(([key, item]) => [key, item]),
  extract: (value, given) => member(given.arg(0, 'container') ?? null, forced(value)),
};
