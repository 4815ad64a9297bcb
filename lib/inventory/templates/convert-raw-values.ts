// Converts written values to values for templates, and the results of templates to written values.
import type { Place } from '../../model/fleet.js';
import { Secret } from '../../model/secret.js';
import { unsound } from '../raw/doubtful-values.js';
import type { Opener, Raw, RawEntry } from '../raw/raw-value.js';
import { hasTemplate } from '../raw/mark-raw-value.js';
import { TemplateError, UndefinedError } from './template-error.js';
import { Float, forced, isDict, isList, kindOf, Lazy, omit, Undefined, type Value } from './value-types.js';

/** Fills in a text, only once; `variable` is its name in errors. */
export type Fill = (text: string, variable: string, place: Place) => Value;

/** The value for templates. Its templates are filled in, and its secrets opened, only when they are used. */
export function seen(written: Raw, variable: string, fill: Fill, open: Opener): Value {
  switch (written.kind) {
    case 'scalar': {
      const { value, source, place } = written;
      if (hasTemplate(written)) return new Lazy(() => fill(String(value), variable, place));
      const broken = typeof value === 'number' && /^[-+]?[\d_]*\.[\d_]*(?:[eE][-+]\d+)?$/.test(source);
      return broken ? new Float(value) : value;
    }
    case 'sealed':
      if (hasTemplate(written)) return new Lazy(() => secretly(fill(written.text, variable, written.place)));
      return new Lazy(() => open(written) as Secret);
    case 'list':
      return written.items.map((item, index) => seen(item, `${variable}[${index}]`, fill, open));
    case 'map':
      return new Map(
        [...written.entries].map(([key, { value }]) => [key, seen(value, `${variable}.${key}`, fill, open)]),
      );
  }
}

/** Every text of an encrypted file remains a secret. */
function secretly(value: Value): Value {
  const one = forced(value);
  if (typeof one === 'string') return new Secret(one);
  if (isList(one)) return one.map(secretly);
  return isDict(one) ? new Map([...one].map(([key, item]) => [key, secretly(item)])) : one;
}

/** The value as if it had been written there; undefined for `omit`. */
export function asWritten(value: Value, place: Place): Raw | undefined {
  const one = forced(value);
  if (one === omit) return undefined;
  if (one instanceof Undefined) throw new UndefinedError(one.name);
  if (one instanceof Secret) return { kind: 'sealed', how: 'literal', text: one.reveal(), place };
  if (isList(one)) return { kind: 'list', place, items: one.flatMap((item) => asWritten(item, place) ?? []) };
  if (isDict(one)) {
    const entries = [...one].flatMap(([key, item]) => {
      const written = asWritten(item, place);
      return written ? [[key, { place, value: written }] as const] : [];
    });
    return { kind: 'map', place, entries: new Map<string, RawEntry>(entries) };
  }
  const plain = one instanceof Float ? one.value : one;
  if (plain !== null && typeof plain === 'object')
    throw new TemplateError(`${kindOf(one)} can't be used as a value`);
  if (typeof plain === 'function') throw new TemplateError("a function can't be used as a value");
  const doubt = unsound(plain, place);
  return {
    kind: 'scalar',
    place,
    value: plain,
    source: String(plain),
    filled: true,
    ...(doubt && { doubt }),
  };
}
