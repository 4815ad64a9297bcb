// Reads one YAML file into values with places; no other code reads such files. Hostile files cause an error early.
import {
  LineCounter,
  parseDocument,
  type CollectionTag,
  type ScalarTag,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import type { Place } from '../../model/fleet.js';
import { isVault } from '../../secrets/vault/parse-vault-text.js';
import { deepest, tooDeep } from './nesting-depth.js';
import type { Problems } from './collect-problems.js';
import { reasonOf } from '../../model/file-error-reason.js';
import type { Raw } from './raw-value.js';
import { rawOf, type TextOf } from './raw-from-yaml.js';

const ownTags: readonly (ScalarTag | CollectionTag)[] = [
  ...['!age', '!file', '!secret', '!unsafe', '!vault', '!vault-encrypted'].map((tag) => ({
    tag,
    resolve: (text: string) => text,
  })),
  // Kept as text, because the library's YAML 1.2 rules reject YAML 1.1 words.
  ...['int', 'float', 'bool', 'null'].map((kind) => ({
    tag: `tag:yaml.org,2002:${kind}`,
    resolve: (text: string) => text,
  })),
  ...(['map', 'seq'] as const).map((collection) => ({
    tag: '!unsafe',
    collection,
    resolve: (value: YAMLMap | YAMLSeq) => value,
  })),
];

const remedies: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Use spaces for indentation.',
  TAG_RESOLVE_FAILED:
    'Supported tags: !vault ENCRYPTED, !age ENCRYPTED, !file PATH, !secret TEXT, !unsafe TEXT.',
};

/** A file's content; undefined if it is empty, or if it is broken, which is reported as a problem. An encrypted file stays encrypted. */
export function readYaml(file: string, problems: Problems): Raw | undefined {
  const text = readText(file, problems);
  if (text === undefined) problems.brokenFile = true;
  if (text === undefined) return undefined;
  if (!isVault(text)) return parseYaml(text, file, problems);
  const place = { file, line: 1, column: 1 };
  return { kind: 'map', place, entries: new Map(), vault: { kind: 'sealed', how: 'vault', text, place } };
}

/** Like `readYaml`, but for a text. Errors about a `secret` text don't quote it. */
export function parseYaml(
  text: string,
  file: string,
  problems: Problems,
  kind: TextOf['kind'] = 'plain',
): Raw | undefined {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const deep = tooDeep(text);
  if (deep !== undefined) {
    const before = text.slice(0, deep).split('\n');
    const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
    problems.add(`the data is nested more than ${deepest} levels deep`, { place });
    problems.brokenFile = true;
    return undefined;
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    customTags: [...ownTags],
    uniqueKeys: false, // found by rawOf, with both places
    prettyErrors: false,
    logLevel: 'error', // with 'silent' a second document would be ignored
  });
  // One mistake causes several errors at the same place: the first one is the helpful one.
  const complaints = new Map(
    [...document.errors, ...document.warnings].reverse().map((one) => [one.pos[0], one]),
  );
  for (const { code, message, pos } of complaints.values()) {
    const [said = code] = message.split('\n', 1);
    const shown = kind === 'secret' ? withoutQuotes(said) : said;
    problems.add(shown, { place: place(pos[0]), hint: remedies[code] });
  }
  if (document.errors.length + document.warnings.length > 0) {
    problems.brokenFile = true;
    return undefined;
  }
  if (document.contents === null) return undefined;
  return rawOf(document, { file, language: isJson(text) ? 'JSON' : 'YAML', kind }, place, problems);
}

/** The parser quotes the offending text after a colon. */
function withoutQuotes(message: string): string {
  return message.replace(/: .*$/, '');
}

/** Ansible reads valid JSON as JSON. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string, problems: Problems): string | undefined {
  try {
    return readRegularText(file);
  } catch (error) {
    const place = { file, line: 1, column: 1 };
    const why = reasonOf(error);
    if (why === 'is not UTF-8 text') {
      problems.add(why, {
        place,
        hint: `Convert it, for example with \`iconv -f latin1 -t utf-8 ${file}\`.`,
      });
    } else problems.add(why.startsWith('is ') ? why : `can't be read: ${why}`, { place });
    return undefined;
  }
}
