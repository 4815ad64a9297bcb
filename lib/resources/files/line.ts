// One line in a file that trueup doesn't otherwise manage.
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
import { probeShared, readParts, type SharedFile } from './shared-file.js';

export interface LineWant extends Place {
  /** Absolute path of the file. */
  readonly path: string;
  /**
   * The complete line, without its line break. If the line is a `Secret`, `match` is required, and plans show `match`
   * instead of the line.
   */
  readonly line: string | Secret;
  /**
   * A JavaScript regular expression for the line to replace. It must also match `line`, and must match at most one line
   * between `after` and `before`.
   */
  readonly match?: string;
  /** A complete line that must come somewhere before this one. A new line is inserted directly after it. */
  readonly after?: string;
  /**
   * A complete line that must come somewhere after this one. Unless `after` is set, a new line is inserted directly before
   * it. If neither is set, a new line is added at the end of the file.
   */
  readonly before?: string;
  /** Whether to create a missing file, owned by root with mode 0644. Defaults to false: a missing file is an error. */
  readonly create?: boolean;
  /**
   * A program and its arguments; the path of the new file is appended. The new file is put in place only if the program
   * exits with status 0. Example: `['sshd', '-t', '-f']`.
   */
  readonly validate?: readonly string[];
}

export interface LineHave {
  readonly file: SharedFile;
  readonly there: boolean;
  /** The line that the declared line replaces. */
  readonly old?: string;
}

const textOf = (line: string | Secret): string => (line instanceof Secret ? line.reveal() : line);

/** The state of the line in the file; Unreadable if the line is ambiguous. */
function lookFor({ path, line, match, create, ...place }: LineWant, file: SharedFile): LineHave | Unreadable {
  if (!file.state && !create) return new Unreadable(`${path} is missing`);
  const lines = linesOf(file.content);
  const range = rangeOf(lines, path, place);
  if (range instanceof Unreadable) return range;
  const wanted = textOf(line);
  const fits = match === undefined ? undefined : new RegExp(match);
  const found = lines.flatMap((text, at) =>
    at >= range.from && at < range.to && (fits ? fits.test(text) : text === wanted) ? [at] : [],
  );
  const others = found.filter((at) => lines[at] !== wanted);
  if (others.length === 0) return { file, there: found.length > 0 };
  const [only] = found.length === 1 ? others : [];
  if (only !== undefined) return { file, there: false, old: lines[only] ?? '' };
  const which = found.map((at) => at + 1).join(', ');
  return new Unreadable(
    `lines ${which} of ${path} match ${JSON.stringify(match)}, which must match only one`,
  );
}

const editOf = ({ path, after, before, validate }: LineWant): Omit<LinesEdit, 'lost'> => ({
  path,
  ...(after !== undefined && { after }),
  ...(before !== undefined && { before }),
  ...(validate && { validate }),
});

const removeLine = (want: LineWant, text?: string): Script =>
  editLines({
    ...editOf(want),
    old: { first: want.line, last: want.line },
    ...(text !== undefined && { text }),
    lost: 'leave',
  });

const lineType: ResourceType<LineWant, LineHave, 'line'> = {
  type: 'line',
  id: ({ path, line, match, after, before }) =>
    [
      match ?? textOf(line),
      'in',
      path,
      ...(after ? ['after', after] : []),
      ...(before ? ['before', before] : []),
    ].join(' '),
  paths: ({ path }) => [path],
  probe: (wants) => probeShared(wants.map(({ path }) => path)),

  read: (answer, wants) => readParts(answer, wants, lookFor),

  diff({ line: to }, { there, old }) {
    if (there) return [];
    if (old === undefined) return [{ verb: 'create', key: 'line', to }];
    return [{ verb: 'update', key: 'line', from: to instanceof Secret ? new Secret(old) : old, to }];
  },

  apply(want, { old }) {
    const { path, line, create } = want;
    const first = old !== undefined && line instanceof Secret ? new Secret(old) : old;
    const edit = editLines({
      ...editOf(want),
      ...(first !== undefined && { old: { first, last: first } }),
      text: line,
      lost: 'fail',
    });
    const make = sh`[ -e ${path} ] || ( ${replaceFile({ path, content: '' })} )`;
    return armedFor(path, create ? join([make, edit]) : edit);
  },

  undo: {
    // Other programs also change the file, so only the line is restored.
    keeps: () => [],
    revert(want, { file, old }) {
      const why = whySecretPartStays(want.path, 'line', file, want.line, old);
      if (why !== undefined) return why;
      const back = removeLine(want, old);
      return file.state ? back : join([back, sh`[ -s ${want.path} ] || rm -f -- ${want.path}`]);
    },
    remove: (want) => removeLine(want),
    access: ({ path }) => confirmationFor(path),
  },
};

const make = defineResource(lineType);

/**
 * All other lines of the file are left unchanged. Throws E_INPUT if `line` isn't a single line, or if `match` doesn't
 * match `line`.
 */
export function line(want: LineWant): Resource {
  checkPath(want.path);
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `line in ${want.path}: ${why}`);
  };
  for (const [name, text] of Object.entries({ line: want.line, after: want.after, before: want.before })) {
    if (text !== undefined)
      check(/^[^\r\n\0]+$/.test(textOf(text)), `\`${name}\` must be exactly one line, and not empty`);
  }
  check(want.match !== undefined || !(want.line instanceof Secret), 'a secret line requires `match`');
  if (want.match !== undefined)
    check(
      fitsLine(want.match, textOf(want.line)),
      'match must be a regular expression that matches the line',
    );
  check(want.validate?.length !== 0, 'validate is empty');
  return make(want);
}

function fitsLine(match: string, text: string): boolean {
  try {
    return match !== '' && new RegExp(match).test(text);
  } catch {
    return false;
  }
}
