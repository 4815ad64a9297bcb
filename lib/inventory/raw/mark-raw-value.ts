// Transforms written values.
import type { Raw, RawScalar } from './raw-value.js';

/** The value with each scalar replaced; if `change` returns undefined, the entry or item is left out. */
function rewritten(written: Raw, change: (scalar: RawScalar) => Raw | undefined): Raw | undefined {
  switch (written.kind) {
    case 'scalar':
      return change(written);
    case 'sealed':
      return written;
    case 'list':
      return { ...written, items: written.items.flatMap((item) => rewritten(item, change) ?? []) };
    case 'map': {
      const entries = [...written.entries].flatMap(([key, entry]) => {
        const value = rewritten(entry.value, change);
        return value ? [[key, { ...entry, value }] as const] : [];
      });
      return { ...written, entries: new Map(entries) };
    }
  }
}

/** The value with everything in it marked as `!unsafe`. */
export function literally(written: Raw): Raw {
  return rewritten(written, (scalar) => ({ ...scalar, literal: true })) ?? written;
}

/** The value with every text in it as a secret. */
export function secretly(written: Raw): Raw {
  const sealed = rewritten(written, (scalar) => {
    const { value, place, literal } = scalar;
    if (typeof value !== 'string') return scalar;
    return { kind: 'sealed', how: 'literal', text: value, place, ...(!literal && { template: true }) };
  });
  return sealed ?? written;
}

/** Whether a value is or contains a text with a template. */
export function hasTemplate(written: Raw): boolean {
  switch (written.kind) {
    case 'scalar':
      return typeof written.value === 'string' && written.literal !== true && isTemplate(written.value);
    case 'sealed':
      return written.template === true && isTemplate(written.text);
    case 'list':
      return written.items.some(hasTemplate);
    case 'map':
      return [...written.entries.values()].some(({ value }) => hasTemplate(value));
  }
}

/** Whether a text contains something to fill in. */
function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
