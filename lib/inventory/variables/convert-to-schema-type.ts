// Converts the result of a template to the type in the schema, because a template can't express types.
import type { ErrorObject } from 'ajv';
import type { Raw, RawMap } from '../raw/raw-value.js';

/** The mapping with such values converted; undefined if there are none. */
export function asWanted(mapping: RawMap, errors: readonly ErrorObject[]): RawMap | undefined {
  let result: Raw = mapping;
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'type') continue;
    const keys = instancePath.split('/').slice(1);
    const wanted = [(params as { type: string | readonly string[] }).type].flat();
    result = converted(result, keys, wanted);
  }
  return result === mapping || result.kind !== 'map' ? undefined : result;
}

function converted(written: Raw, [escaped, ...rest]: readonly string[], wanted: readonly string[]): Raw {
  if (escaped === undefined) return convertedValue(written, wanted);
  const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
  if (written.kind === 'list') {
    const items = written.items.map((item, at) =>
      String(at) === key ? converted(item, rest, wanted) : item,
    );
    return items.every((item, at) => item === written.items[at]) ? written : { ...written, items };
  }
  const entry = written.kind === 'map' ? written.entries.get(key) : undefined;
  if (written.kind !== 'map' || !entry) return written;
  const value = converted(entry.value, rest, wanted);
  return value === entry.value
    ? written
    : { ...written, entries: new Map(written.entries).set(key, { ...entry, value }) };
}

/** A secret remains one, because a number made from it would be shown. */
function convertedValue(written: Raw, wanted: readonly string[]): Raw {
  if (written.kind !== 'scalar' || !written.filled) return written;
  const value = valueOf(written.source, wanted);
  return value === undefined ? written : { ...written, value };
}

function valueOf(text: string, wanted: readonly string[]): string | number | boolean | undefined {
  if (wanted.includes('integer') && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (wanted.includes('number') && /^-?\d{1,15}(?:\.\d+)?$/.test(text)) return Number(text);
  if (wanted.includes('boolean') && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return wanted.includes('string') ? text : undefined;
}
