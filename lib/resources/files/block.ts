// A block of lines between two markers, in a file that trueup doesn't otherwise manage.
import { Unreadable, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { armedFor, confirmationFor, editLines, type LinesEdit, type Place } from './edit-lines.js';
import { linesOf, rangeOf, whySecretPartStays } from './split-lines.js';
import { replaceFile } from './replace-file.js';
import { probeShared, readParts, replaceShared, type SharedFile } from './shared-file.js';
import { blockOf, marksOf, splitBlock, type Marks } from './text-block.js';

export interface BlockWant extends Place {
  /** Absolute path of the file. */
  readonly path: string;
  /** Name of the block, which is part of its markers and must be unique within the file. */
  readonly name: string;
  /** One or more lines. A trailing line break is ignored. */
  readonly content: string | Secret;
  /** The characters that start a comment in the file. Defaults to `#`. */
  readonly comment?: string;
  /** A complete line. A new block is inserted directly after it; an existing block keeps its position. */
  readonly after?: string;
  /**
   * A complete line. Unless `after` is set, a new block is inserted directly before it. If neither is set, a new block is
   * added at the end of the file.
   */
  readonly before?: string;
  /** Whether to create a missing file, owned by root with mode 0644. Defaults to false: a missing file is an error. */
  readonly create?: boolean;
  /**
   * A program and its arguments; the path of the new file is appended. The new file is put in place only if the program
   * exits with status 0.
   */
  readonly validate?: readonly string[];
}

export interface BlockHave {
  readonly file: SharedFile;
  /** The lines between the markers. */
  readonly old?: readonly string[];
  /** The file's content without an unpaired marker, and without the block's lines next to that marker. */
  readonly tidied?: string;
}

const marksFor = ({ comment = '#', name }: BlockWant): Marks => marksOf(comment, name);

function linesIn({ content }: BlockWant): readonly string[] {
  return (content instanceof Secret ? content.reveal() : content).replace(/\n$/, '').split('\n');
}

/** The block with its markers; a Secret if the content is one. */
function textIn(want: BlockWant): string | Secret {
  const text = blockOf(linesIn(want), marksFor(want)).join('\n');
  return want.content instanceof Secret ? new Secret(text) : text;
}

/** Undefined if there is no unpaired marker. */
function tidiedOf(want: BlockWant, content: string): string | undefined {
  const { begin, end } = marksFor(want);
  const own = linesIn(want);
  const lines = content.split('\n');
  const first = lines.indexOf(begin);
  const last = lines.indexOf(end);
  if (first < 0 && last < 0) return undefined;
  let from = first < 0 ? last : first;
  let to = from;
  if (first < 0) for (const line of own.toReversed()) from -= lines[from - 1] === line ? 1 : 0;
  else for (const line of own) to += lines[to + 1] === line ? 1 : 0;
  const rest = [...lines.slice(0, from), ...lines.slice(to + 1)];
  return splitBlock(rest.join('\n'), { begin, end }).rest.join('\n');
}

/** Unreadable if the file, or the position in it, is missing. */
function lookFor(want: BlockWant, file: SharedFile): BlockHave | Unreadable {
  if (!file.state && !want.create) return new Unreadable(`${want.path} is missing`);
  const { block } = splitBlock(file.content, marksFor(want));
  if (block) return { file, old: block };
  const tidied = tidiedOf(want, file.content);
  const range = rangeOf(linesOf(tidied ?? file.content), want.path, want);
  if (range instanceof Unreadable) return range;
  return { file, ...(tidied !== undefined && { tidied }) };
}

const editOf = ({ path, validate }: BlockWant): Omit<LinesEdit, 'lost'> => ({
  path,
  ...(validate && { validate }),
});

const wholeBlock = (want: BlockWant): NonNullable<LinesEdit['old']> => {
  const { begin, end } = marksFor(want);
  return { first: begin, last: end };
};

/** Inserts the block at its position. */
function insertBlock(want: BlockWant, { file, tidied }: BlockHave): Script {
  const { path, create, after, before } = want;
  const place = { ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
  const insert = editLines({ ...editOf(want), ...place, text: textIn(want), lost: 'fail' });
  if (tidied !== undefined) return join([sh`( ${replaceShared(path, file, new Secret(tidied))} )`, insert]);
  return create ? join([sh`[ -e ${path} ] || ( ${replaceFile({ path, content: '' })} )`, insert]) : insert;
}

const blockType: ResourceType<BlockWant, BlockHave, 'block'> = {
  type: 'block',
  id: ({ name, path }) => `${name} in ${path}`,
  paths: ({ path }) => [path],
  probe: (wants) => probeShared(wants.map(({ path }) => path)),

  read: (answer, wants) => readParts(answer, wants, lookFor),

  diff(want, { old }) {
    const isSecret = want.content instanceof Secret;
    const shown = (text: string): string | Secret => (isSecret ? new Secret(text) : text);
    const to = linesIn(want).join('\n');
    if (old === undefined) return [{ verb: 'create', key: 'block', to: shown(to) }];
    const from = old.join('\n');
    return from === to ? [] : [{ verb: 'update', key: 'block', from: shown(from), to: shown(to) }];
  },

  apply(want, have) {
    const change =
      have.old === undefined
        ? insertBlock(want, have)
        : editLines({ ...editOf(want), old: wholeBlock(want), text: textIn(want), lost: 'fail' });
    return armedFor(want.path, change);
  },

  undo: {
    // Other programs also change the file, so only the block is restored.
    keeps: () => [],
    revert(want, { file, old }) {
      const why = whySecretPartStays(want.path, 'block', file, want.content, old?.join('\n'));
      if (old !== undefined && why !== undefined) return why;
      const text = old === undefined ? undefined : blockOf(old, marksFor(want)).join('\n');
      const edit = { ...editOf(want), old: wholeBlock(want), ...(text !== undefined && { text }) };
      const back = editLines({ ...edit, lost: 'leave' });
      return file.state ? back : join([back, sh`[ -s ${want.path} ] || rm -f -- ${want.path}`]);
    },
    remove: (want) => editLines({ ...editOf(want), old: wholeBlock(want), lost: 'leave' }),
    access: ({ path }) => confirmationFor(path),
  },
};

const make = defineResource(blockType);

/** All other lines of the file are left unchanged. Throws E_INPUT if a marker would span several lines. */
export function block(want: BlockWant): Resource {
  checkPath(want.path);
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `block ${JSON.stringify(want.name)} in ${want.path}: ${why}`);
  };
  check(
    /^[\w][\w. -]*(?<! )$/.test(want.name),
    'its name may contain only letters, digits, spaces, . - and _',
  );
  check(/^[^\s\w]{1,4}$/.test(want.comment ?? '#'), '`comment` is not a valid comment marker, such as #');
  for (const [name, text] of Object.entries({ after: want.after, before: want.before }))
    check(/^[^\r\n\0]+$/.test(text ?? 'x'), `\`${name}\` must be exactly one line, and not empty`);
  const { begin, end } = marksFor(want);
  check(
    !linesIn(want).some((line) => line === begin || line === end),
    'its content contains a line that marks the beginning or the end of the block',
  );
  check(want.validate?.length !== 0, 'validate is empty');
  return make(want);
}
