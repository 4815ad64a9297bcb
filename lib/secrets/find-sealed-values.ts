// Finds the sealed values of a YAML text, and replaces them in place: nothing else changes.
import {
  isCollection,
  isPair,
  isScalar,
  parseDocument,
  type Scalar,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { TrueupError } from '../model/trueup-error.js';

/** How a comment names a recipient: the first letters of its key. */
const shortName = /age1\w{8,}/g;

/** The tag of an age-encrypted value. */
export const ageTag = '!age';

/** The tags of an ansible-vault value. */
export const vaultTags: readonly string[] = ['!vault', '!vault-encrypted'];

/** A value with the tag, as written in a text. */
export interface SealedValue {
  /** KEY.PATH: keys and list positions. */
  readonly path: string;
  readonly text: string;
  readonly line: number;
  /** Short names of the recipients, if the value's comment lists them. */
  readonly to: readonly string[] | undefined;
  /** The rest of the value's comment. */
  readonly remark: string;
  /** From after the tag to the end of the line, or inside […] and {…} to the end of the value. */
  readonly start: number;
  readonly end: number;
  /** Column at which a block below it starts; undefined inside […] and {…}. */
  readonly indent: number | undefined;
}

/** Parses without validating values. Throws E_INPUT if the text isn't YAML. */
export function parsed(source: string, file: string): Document.Parsed {
  const tags = [ageTag, '!file', '!secret', '!unsafe', ...vaultTags].map((tag) => ({
    tag,
    resolve: (text: string) => text,
  }));
  const document = parseDocument(source, {
    customTags: tags,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [wrong] = [...document.errors, ...document.warnings];
  if (!wrong) return document;
  const before = source.slice(0, wrong.pos[0]).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  throw new TrueupError('E_INPUT', wrong.message.split('\n', 1)[0] ?? wrong.code, { place });
}

/** Every sealed value, in the order of the text. */
export function sealedValues(source: string, file: string): readonly SealedValue[] {
  return valuesWhere(source, file, ({ tag }) => tag === ageTag);
}

/** The values that match `isWanted`, in the order of the text; a path consists of keys and list positions. */
export function valuesWhere(
  source: string,
  file: string,
  isWanted: (node: Scalar, path: readonly string[]) => boolean,
): readonly SealedValue[] {
  const found: SealedValue[] = [];
  visit(parsed(source, file), {
    Scalar(key, node, ancestors) {
      if (key === 'key' || !node.range) return;
      const path = pathOf(key, node, ancestors as readonly Node[]);
      if (!isWanted(node, path)) return;
      const [start] = node.range;
      const indent = indentOf(source, ancestors as readonly Node[]);
      const end = indent === undefined ? node.range[1] : endOfLine(source, node.range[1]);
      const comment = commentOf(source.slice(start, end), source.slice(node.range[1], end));
      found.push({
        path: path.join('.'),
        text: String(node.value),
        line: source.slice(0, start).split('\n').length,
        to: comment.match(shortName) ?? undefined,
        remark: comment.replaceAll(shortName, '').trim(),
        start,
        end,
        indent,
      });
    },
  });
  return found;
}

function pathOf(key: unknown, node: Scalar, ancestors: readonly Node[]): readonly string[] {
  const words: string[] = [];
  const chain = [...ancestors, node] as readonly unknown[];
  for (const [index, one] of chain.entries()) {
    if (isPair(one)) words.push(String((one.key as Scalar).value));
    const parent = chain[index - 1];
    if (isCollection(parent) && 'items' in parent && !isPair(one))
      words.push(String((parent.items as unknown[]).indexOf(one)));
  }
  return words;
}

/** Two columns right of the key, or of the list's dash. */
function indentOf(source: string, ancestors: readonly Node[]): number | undefined {
  if (ancestors.some((one) => isCollection(one) && one.flow)) return undefined;
  const holder = ancestors.at(-1) as unknown;
  const at =
    isPair(holder) && isScalar(holder.key) ? holder.key.range?.[0] : (holder as Node | undefined)?.range?.[0];
  if (at === undefined) return 2;
  return at - (source.lastIndexOf('\n', at - 1) + 1) + 2;
}

function endOfLine(source: string, from: number): number {
  if (source[from - 1] === '\n') return from;
  const newline = source.indexOf('\n', from);
  return newline < 0 ? source.length : newline + 1;
}

/** The comment after the indicator of a block, or after the value. */
function commentOf(value: string, behind: string): string {
  const block = /^[|>][^\n#]*#([^\n]*)/.exec(value);
  return (block ? block[1] : /#([^\n]*)/.exec(behind)?.[1])?.trim() ?? '';
}

/** A text with some of its values replaced; the ranges must not overlap. */
export function spliced(
  source: string,
  changes: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  return [...changes]
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

/** A text as YAML: a literal block at a column if it has several lines, else quoted; with the comment and a newline. */
export function literal(text: string, indent: number | undefined, comment = ''): string {
  const quoted = JSON.stringify(text);
  if (indent === undefined) return quoted;
  const behind = comment === '' ? '' : ` # ${comment}`;
  const asBlock =
    text.includes('\n') && !/^[\s#]|[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]/.test(text);
  if (!asBlock) return `${quoted}${behind}\n`;
  const body = text.replace(/\n+$/, '');
  const newlines = text.length - body.length;
  const chomp = newlines === 0 ? '-' : newlines === 1 ? '' : '+';
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
  return `|${chomp}${behind}\n${lines.join('\n')}\n${'\n'.repeat(Math.max(newlines - 1, 0))}`;
}
