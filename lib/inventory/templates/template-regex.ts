// Python's regular expressions in templates, and their replacement texts.
import { pythonRegex } from '../patterns/python-regex.js';
import { TemplateError } from './template-error.js';

/** The expression. Throws TemplateError. */
export function templateRegex(pattern: string, flags = ''): RegExp {
  try {
    return pythonRegex(pattern, flags);
  } catch {
    throw new TemplateError(`${pattern} is not a valid regular expression`);
  }
}

/** Converts the replacement text from Python's syntax: \1, \g<1> and \g<name> are groups. */
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
