// Python's regular expressions as JavaScript's.
import { TemplateError } from './template-error.js';

/** The expression, with flags of its own at its start. Throws TemplateError. */
export function pythonRegex(pattern: string, flags = ''): RegExp {
  const [, inline = '', rest = pattern] = /^\(\?([aiLmsux]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  const all = new Set(Array.from(flags + inline.replace(/[^ims]/g, '')));
  const source = rest
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\A/g, '(?<![\\s\\S])')
    .replace(/\\Z/g, '(?![\\s\\S])');
  try {
    return new RegExp(source, [...all].join(''));
  } catch {
    throw new TemplateError(`${pattern} is not a valid regular expression`);
  }
}

/** What Python's replacement puts there: \1, \g<1> and \g<name> are groups. */
export function pythonReplacement(text: string): string {
  return text
    .replaceAll('$', '$$$$')
    .replace(/\\(\d{1,2})|\\g<(\w+)>/g, (_, number?: string, name?: string) => {
      if (number !== undefined) return `$${number}`;
      return /^\d+$/.test(name ?? '') ? (name === '0' ? '$&' : `$${name ?? ''}`) : `$<${name ?? ''}>`;
    })
    .replaceAll('\\\\', '\\')
    .replaceAll('\\n', '\n');
}
