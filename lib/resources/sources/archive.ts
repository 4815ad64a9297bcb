// A folder with the contents of a tarball or zip file, from a URL or from the controller.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Blob } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { leftoverChange } from '../files/staged-leftovers.js';
import { formerFolder, goBack } from './archive-rollback.js';
import { askArchive, removeArchive, stemOf, tidyUp } from './archive-folders.js';
import { switchTo, unpackBeside } from './archive-script.js';
import { checkSource, type Source } from './fetch-url.js';
import { haveIn, isOwner, isWhole, linkTo, type ArchiveHave } from './read-archive.js';

export interface ArchiveWant {
  /**
   * Absolute path of a link to the unpacked folder: `/opt/tool`. The folder itself is next to the link and has a hidden
   * name.
   */
  readonly path: string;
  /** URL and digest of an archive that the host downloads. Exactly one of `from` and `bundle` is required. */
  readonly from?: Source;
  /** The result of `scope.bundle` for a folder, a tarball or a git repository. */
  readonly bundle?: Blob & { readonly contents?: string };
  /** Number of leading folders to strip from each path in the archive. Defaults to 0. */
  readonly strip?: number;
  /** Owner of all unpacked files: a name or numeric ID. Defaults to `root`. */
  readonly owner?: string;
  /** Group of all unpacked files: a name or numeric ID. Defaults to `root`. */
  readonly group?: string;
}

type Key = 'content' | 'current' | 'owner' | 'leftover';

function idOf({ from, bundle, strip = 0 }: ArchiveWant): string {
  const what = from?.sha256 ?? bundle?.contents ?? bundle?.sha256 ?? '';
  return createHash('sha256').update(`${what} ${strip}`).digest('hex').slice(0, 12);
}

const ownerOf = ({ owner = 'root', group = 'root' }: ArchiveWant): string => `${owner}:${group}`;

/** A folder in use is never replaced in place: a repaired one gets a different name. */
function nameOf(want: ArchiveWant, have: ArchiveHave): string {
  const id = idOf(want);
  if (isWhole(have)) return have.folder ?? id;
  return have.current === linkTo(want.path, id) ? `${id}-2` : id;
}

const archiveType: ResourceType<ArchiveWant, ArchiveHave, Key> = {
  type: 'archive',
  id: ({ path }) => path,
  paths: ({ path }) => [path],
  probe: (wants) => join(wants.map((want) => askArchive(want.path, idOf(want)))),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'archives');
    return wants.map((want) => {
      const have = haveIn(reader.linesUpTo('== end'));
      return have.blocked
        ? new Unreadable(`${want.path} already exists and is not a symbolic link: move it out of the way`)
        : have;
    });
  },

  diff(want, have) {
    const { current, changed, owners, left } = have;
    const changes: Change<Key>[] = left ? [leftoverChange] : [];
    const to = linkTo(want.path, nameOf(want, have));
    const from = changed.length > 0 ? `changed on the host: ${changed.join(', ')}` : current;
    if (!isWhole(have)) {
      const verb = current === undefined ? 'create' : 'update';
      return [...changes, { verb, key: 'content', ...(from !== undefined && { from }), to }];
    }
    const other = owners.find((one) => !isOwner(ownerOf(want), one));
    if (other) changes.push({ verb: 'update', key: 'owner', from: other.names, to: ownerOf(want) });
    if (current === undefined) changes.push({ verb: 'create', key: 'current', to });
    else if (current !== to) changes.push({ verb: 'update', key: 'current', from: current, to });
    return changes;
  },

  apply(want, have) {
    const { path, from, bundle, strip = 0 } = want;
    const name = nameOf(want, have);
    const stem = linkTo(path, '');
    const before = have.current?.startsWith(stem) ? [have.current.slice(stem.length)] : [];
    const source = from ?? (bundle && { bundle });
    if (!source) throw new Error(`the archive ${path} has no source`);
    const owner = ownerOf(want);
    return join([
      sh`[ -d ${posix.dirname(path)} ] || { printf '%s\n' ${`the folder ${posix.dirname(path)} is missing`} >&2; exit 1; }`,
      tidyUp(path, [name, ...before]),
      isWhole(have)
        ? sh`chown -hR -- ${owner} ${`${stemOf(path)}${name}`}`
        : sh`( ${unpackBeside({ path, name, from: source, strip, owner })} )`,
      switchTo(path, linkTo(path, name)),
    ]);
  },

  undo: {
    keeps: () => [],
    needs: ({ path }, have) => [formerFolder(path, have) ?? []].flat(),
    revert: (want, have) => goBack(want.path, nameOf(want, have), have),
    remove: ({ path }) => removeArchive(path),
    removal: { forGood: true },
  },

  schedule: {
    seconds: 900,
    impact: (_, { current }, changes) =>
      current !== undefined && changes.some(({ key }) => key === 'content' || key === 'current')
        ? 'renews'
        : undefined,
  },
};

const make = defineResource(archiveType);

/** A new version is unpacked next to the current one; then the link is switched. Throws E_INPUT for invalid values. */
export function archive(want: ArchiveWant): Resource {
  const { path, from, bundle, strip = 0 } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `archive ${path}: ${why}`);
  };
  checkPath(path);
  check(path.split('/').length > 2, 'it cannot replace a top-level folder');
  checkOwner(want.owner);
  checkOwner(want.group);
  check((from === undefined) !== (bundle === undefined), 'it needs exactly one source: `from` or `bundle`');
  if (from) checkSource(from);
  check(Number.isInteger(strip) && strip >= 0, `strip is ${strip}; it must be 0 or more`);
  return make(want);
}
