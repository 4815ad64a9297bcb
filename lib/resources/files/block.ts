// A block of lines between two marks, in a file that is somebody else's.
import { Unreadable, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { checkPath } from '../check-words.js';
import { defineResource } from '../define-resource.js';
import { armedFor, confirmationFor, editLines, type LinesEdit, type Place } from './edit-lines.js';
import { linesOf, rangeOf, whySecretPartStays } from './lines-of.js';
import { replaceFile } from './replace-file.js';
import { probeShared, readParts, replaceShared, type SharedFile } from './shared-file.js';
import { blockOf, marksOf, splitBlock, type Marks } from './text-block.js';

export interface BlockWant extends Place {
  readonly path: string;
  /** Stands in the marks; tells the blocks of one file apart. */
  readonly name: string;
  /** One line or several; a line break at the end counts for nothing. */
  readonly content: string | Secret;
  /** What begins a comment in that file: `#` where absent. */
  readonly comment?: string;
  /** A whole line right behind which a new block comes; one that is there stays where it is. */
  readonly after?: string;
  /** A whole line in front of which a new block comes. With neither, it comes last. */
  readonly before?: string;
  /** Makes a file that is missing, root's and 0644. Without it, a missing file is an error. */
  readonly create?: boolean;
  /** A program and its arguments, followed by a path: it judges the file before that is used. */
  readonly validate?: readonly string[];
}

export interface BlockHave {
  readonly file: SharedFile;
  /** The lines between the marks. */
  readonly old?: readonly string[];
  /** The file without the mark that lost its other half, and without our lines beside it. */
  readonly tidied?: string;
}

const marksFor = ({ comment = '#', name }: BlockWant): Marks => marksOf(comment, name);

function linesIn({ content }: BlockWant): readonly string[] {
  return (content instanceof Secret ? content.reveal() : content).replace(/\n$/, '').split('\n');
}

/** A secret's lines stay one. */
function textIn(want: BlockWant): string | Secret {
  const text = blockOf(linesIn(want), marksFor(want)).join('\n');
  return want.content instanceof Secret ? new Secret(text) : text;
}

/** Undefined where no mark has lost its other half. */
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

/** Unreadable where the file or the place in it is missing. */
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

/** Puts the block in, at its place. */
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
    // Others change the file, too: nothing but the block goes back.
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

/** Lines between marks in a file, whose other lines are left alone. Throws E_INPUT for marks that would not be one line. */
export function block(want: BlockWant): Resource {
  checkPath(want.path);
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `block ${JSON.stringify(want.name)} in ${want.path}: ${why}`);
  };
  check(
    /^[\w][\w. -]*(?<! )$/.test(want.name),
    'its name may contain only letters, digits, spaces, . - and _',
  );
  check(/^[^\s\w]{1,4}$/.test(want.comment ?? '#'), 'its comment is not a valid comment marker, such as #');
  for (const [name, text] of Object.entries({ after: want.after, before: want.before }))
    check(/^[^\r\n\0]+$/.test(text ?? 'x'), `${name} is not a single line`);
  const { begin, end } = marksFor(want);
  check(
    !linesIn(want).some((line) => line === begin || line === end),
    'its content contains the lines that mark the block',
  );
  check(want.validate?.length !== 0, 'validate is empty');
  return make(want);
}
