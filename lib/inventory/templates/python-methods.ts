// The methods of Python's texts, lists and mappings that inventories use.
import { itemsOf, isEqual, textOf } from './python-operators.js';
import { printed } from './print-as-python.js';
import { trimmed } from './trim-characters.js';
import { bearable, isDict, isList, type Callable, type Dict, type Value } from './value-types.js';

type Method<Self> = (self: Self, args: readonly Value[]) => Value;

const text = (value: Value | undefined): string => (value === undefined ? '' : textOf(value));
/** Python accepts one text, or several. */
const texts = (value: Value | undefined): readonly string[] =>
  value !== undefined && isList(value) ? value.map((one) => textOf(one)) : [text(value)];

const ofTexts: Readonly<Record<string, Method<string>>> = {
  lower: (self) => self.toLowerCase(),
  upper: (self) => self.toUpperCase(),
  capitalize: (self) => self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase(),
  title: (self) => self.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase()),
  strip: (self, [characters]) => trimmed(self, text(characters)),
  lstrip: (self, [characters]) => trimmed(self, text(characters), 'start'),
  rstrip: (self, [characters]) => trimmed(self, text(characters), 'end'),
  split: (self, [separator, most]) => splitText(self, separator, typeof most === 'number' ? most : -1),
  splitlines: (self) => self.replace(/\n$/, '').split('\n'),
  replace: (self, [from, to]) => {
    bearable('x'.repeat(Math.min(self.length * (text(to).length + 1), 2 ** 21)));
    return bearable(self.replaceAll(text(from), () => text(to)));
  },
  startswith: (self, [start]) => texts(start).some((one) => self.startsWith(one)),
  endswith: (self, [end]) => texts(end).some((one) => self.endsWith(one)),
  find: (self, [part]) => self.indexOf(text(part)),
  count: (self, [part]) => self.split(text(part)).length - 1,
  isdigit: (self) => /^\d+$/.test(self),
  isalpha: (self) => /^\p{L}+$/u.test(self),
  join: (self, [items]) =>
    bearable(
      itemsOf(items ?? [])
        .map((item) => textOf(item))
        .join(self),
    ),
  zfill: (self, [width]) => self.padStart(typeof width === 'number' ? Math.min(width, 1024) : 0, '0'),
  format: (self, args) => {
    let next = 0;
    return bearable(
      self.replace(/\{(\d*)\}/g, (_, at: string) => printed(args[at === '' ? next++ : Number(at)] ?? null)),
    );
  },
};

const ofDicts: Readonly<Record<string, Method<Dict>>> = {
  get: (self, [key, usual]) => self.get(printed(key ?? null)) ?? usual ?? null,
  keys: (self) => [...self.keys()],
  values: (self) => [...self.values()],
  items: (self) => [...self].map(([key, value]) => [key, value]),
};

const ofLists: Readonly<Record<string, Method<readonly Value[]>>> = {
  index: (self, [item]) => self.findIndex((one) => isEqual(one, item ?? null)),
  count: (self, [item]) => self.filter((one) => isEqual(one, item ?? null)).length,
};

/** The method of that name, bound to its value. */
export function methodOf(self: Value, name: string): Callable | undefined {
  const bound = <Self>(methods: Readonly<Record<string, Method<Self>>>, one: Self): Callable | undefined => {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && ((args) => method(one, args));
  };
  if (typeof self === 'string') return bound(ofTexts, self);
  if (isDict(self)) return bound(ofDicts, self);
  return isList(self) ? bound(ofLists, self) : undefined;
}

function splitText(self: string, separator: Value | undefined, most: number): readonly string[] {
  const parts =
    separator === undefined || separator === null
      ? self.split(/\s+/).filter((part) => part !== '')
      : self.split(textOf(separator));
  if (most < 0 || parts.length <= most + 1) return parts;
  return [
    ...parts.slice(0, most),
    parts.slice(most).join(separator === undefined ? ' ' : printed(separator)),
  ];
}
