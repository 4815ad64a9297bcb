// Prints values as Python does, for expressions in a text, and for lists in such expressions.
import { TemplateError, UndefinedError } from './template-error.js';
import { bearable, Float, forced, isDict, isList, kindOf, Undefined, type Value } from './value-types.js';

/** As `str` prints it; secrets must have been revealed before. */
export function printed(value: Value): string {
  const one = forced(value);
  return typeof one === 'string' ? one : shown(one);
}

/** As `repr` prints it. */
function shown(value: Value): string {
  const one = forced(value);
  if (typeof one === 'string') return quoted(one);
  if (one === null) return 'None';
  if (typeof one === 'boolean') return one ? 'True' : 'False';
  if (typeof one === 'number') return numberText(one);
  if (one instanceof Float) return Number.isInteger(one.value) ? one.value.toFixed(1) : numberText(one.value);
  if (isList(one)) return bearable(`[${one.map(shown).join(', ')}]`);
  if (isDict(one))
    return bearable(`{${[...one].map(([key, item]) => `${quoted(key)}: ${shown(item)}`).join(', ')}}`);
  if (one instanceof Undefined) throw new UndefinedError(one.name);
  throw new TemplateError(`${kindOf(one)} can't be printed`);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return quote + escaped + quote;
}
