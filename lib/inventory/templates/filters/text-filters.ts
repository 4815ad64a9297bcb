// Filters of texts.
import { createHash } from 'node:crypto';
import { basename, dirname, extname } from 'node:path';
import { printed } from '../print-as-python.js';
import { templateRegex, pythonReplacement } from '../template-regex.js';
import { TemplateError } from '../template-error.js';
import { trimmed } from '../trim-characters.js';
import { bearable } from '../value-types.js';
import { flagArg, numberArg, textArg, type Filter, type Given } from './filter-arguments.js';

const onText =
  (work: (text: string, given: Given) => string | boolean | readonly string[]): Filter =>
  (value, given) => {
    const result = work(printed(value), given);
    return typeof result === 'string' ? bearable(result) : result;
  };

function flagsOf(given: Given, from: number): string {
  const letters: readonly (readonly [string, string])[] = [
    ['ignorecase', 'i'],
    ['multiline', 'm'],
  ];
  return letters.map(([name, letter], index) => (flagArg(given, from + index, name) ? letter : '')).join('');
}

export const textFilters: Readonly<Record<string, Filter>> = {
  string: onText((text) => text),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  capitalize: onText((text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()),
  title: onText((text) => text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())),
  trim: onText((text, given) => trimmed(text, textArg(given, 0, 'chars', ''))),
  replace: onText((text, given) => {
    const [from, to] = [textArg(given, 0, 'old', ''), textArg(given, 1, 'new', '')];
    bearable('x'.repeat(Math.min(text.length * (to.length + 1), 2 ** 21)));
    return text.replaceAll(from, () => to);
  }),
  regex_replace: onText((text, given) => {
    const pattern = templateRegex(textArg(given, 0, 'pattern', ''), `g${flagsOf(given, 2)}`);
    return text.replace(pattern, pythonReplacement(textArg(given, 1, 'replacement', '')));
  }),
  regex_search: (value, given) => {
    const found = templateRegex(textArg(given, 0, 'regex', ''), flagsOf(given, 9)).exec(printed(value));
    if (!found) return null;
    const groups = given.rest(1).map((group) => printed(group).replace(/^\\(?:g<(\w+)>|)/, '$1'));
    if (groups.length === 0) return found[0];
    return groups.map(
      (group) => (/^\d+$/.test(group) ? found[Number(group)] : found.groups?.[group]) ?? null,
    );
  },
  regex_findall: onText((text, given) =>
    [...text.matchAll(templateRegex(textArg(given, 0, 'regex', ''), `g${flagsOf(given, 1)}`))].map(
      ([whole, ...groups]) => groups[0] ?? whole,
    ),
  ),
  regex_escape: onText((text) => text.replace(/[^\w]/g, '\\$&')),
  quote: onText((text) =>
    text !== '' && /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`,
  ),
  split: onText((text, given) => {
    const separator = given.arg(0, 'sep');
    return separator === undefined
      ? text.split(/\s+/).filter((part) => part !== '')
      : text.split(printed(separator));
  }),
  format: onText((text, given) => {
    const values = [...given.rest(0)];
    return text.replace(
      /%(?:%|0?(\d*)([sd]))/g,
      (whole, width: string | undefined, kind: string | undefined) => {
        if (kind === undefined) return '%';
        const shown = printed(values.shift() ?? null);
        return shown.padStart(Math.min(Number(width ?? 0), 256), whole.startsWith('%0') ? '0' : ' ');
      },
    );
  }),
  truncate: onText((text, given) => {
    const end = textArg(given, 2, 'end', '...');
    const length = numberArg(given, 0, 'length', 255);
    return text.length <= length ? text : text.slice(0, Math.max(length - end.length, 0)) + end;
  }),
  indent: onText((text, given) => {
    const [first = '', ...lines] = text.split('\n');
    const margin = ' '.repeat(Math.min(numberArg(given, 0, 'width', 4), 256));
    const moved = lines.map((line) => (line === '' ? line : margin + line));
    return [(flagArg(given, 1, 'first') ? margin : '') + first, ...moved].join('\n');
  }),
  basename: onText((text) => basename(text)),
  dirname: onText((text) => dirname(text).replace(/^\.$/, '')),
  splitext: onText((text) => [text.slice(0, text.length - extname(text).length), extname(text)]),
  urlencode: onText((text) => encodeURIComponent(text).replaceAll('%2F', '/')),
  b64encode: onText((text) => Buffer.from(text).toString('base64')),
  b64decode: onText((text) => Buffer.from(text, 'base64').toString()),
  hash: onText((text, given) => digest(textArg(given, 0, 'hashtype', 'sha1'), text)),
  md5: onText((text) => digest('md5', text)),
  sha1: onText((text) => digest('sha1', text)),
  comment: onText((text) => text.replace(/^/gm, '# ')),
};

function digest(algorithm: string, text: string): string {
  if (!/^(?:md5|sha1|sha224|sha256|sha384|sha512)$/.test(algorithm))
    throw new TemplateError(`there is no hash algorithm named ${algorithm}`);
  return createHash(algorithm).update(text).digest('hex');
}
