// An immutable release of an application's files, and the `current` link that points to it.
import { createHash } from 'node:crypto';
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import type { Blob, Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { renameOver } from '../../shell/rename-over.js';
import { join, sh } from '../../shell/sh.js';
import { checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { leftoverChange } from '../files/staged-leftovers.js';
import { readReleases, type ReleaseHave } from './read-releases.js';
import { deployScript, type Deployment } from './release-script.js';

export interface ReleaseWant {
  /** Absolute path of the folder that contains `releases/` and the link `current`. */
  readonly root: string;
  /** The files: the result of `scope.bundle`. */
  readonly bundle: Blob & { readonly contents?: string };
  /** Number of releases to keep. The current release and its predecessor are always kept. Defaults to 5. */
  readonly keep?: number;
  /** Owner of the files: a name or numeric ID. Defaults to `root`, so that the application can't change its own code. */
  readonly owner?: string;
  /** Group of the files: a name or numeric ID. Defaults to `root`. */
  readonly group?: string;
  /**
   * Returns a script that builds the new release. The script is run as root in the release's folder, which is already at
   * its final path.
   */
  readonly build?: (folder: string) => Script;
  /**
   * Returns a script that migrates data. The script is run as root in the release's folder, before `prove` and the
   * switch.
   */
  readonly migrate?: (folder: string) => Script;
  /**
   * Returns a script that tests the new release. The script is run as root in the release's folder, after `migrate`. If
   * the script fails, `current` keeps pointing to the old release.
   */
  readonly prove?: (folder: string) => Script;
  /** Time limit for `build`, `migrate` and `prove` together, in seconds. Defaults to 900. */
  readonly seconds?: number;
}

/** The release's id, which depends only on the contents and the build script. */
function idOf({ bundle, build }: ReleaseWant): string {
  const contents = bundle.contents ?? bundle.sha256;
  const made = build
    ? createHash('sha256')
        .update(`${contents}\n${build('/').text}`)
        .digest('hex')
    : contents;
  return made.slice(0, 12);
}

/** A repaired release gets a new name: a release in use is never replaced in place. */
function freeName(id: string, taken: readonly string[]): string {
  let name = id;
  for (let n = 2; taken.includes(name); n += 1) name = `${id}-${n}`;
  return name;
}

function deploymentOf(want: ReleaseWant, have: ReleaseHave): Deployment {
  const id = idOf(want);
  const name = have.whole ? have.name : freeName(id, have.current === undefined ? [] : [have.current]);
  const folder = `${want.root}/releases/${name}`;
  return {
    root: want.root,
    name,
    ...(have.whole ? {} : { unpack: want.bundle }),
    ...(want.build ? { build: want.build(folder) } : {}),
    ...(want.migrate ? { migrate: want.migrate(folder) } : {}),
    ...(want.prove ? { prove: want.prove(folder) } : {}),
    owner: `${want.owner ?? 'root'}:${want.group ?? 'root'}`,
    keep: want.keep ?? 5,
  };
}

/** Removes the link `current`, and the release if the step created it (`isNew`). */
function takeAway({ root, name }: Deployment, isNew: boolean): Script {
  const releases = `${root}/releases`;
  const own = ['', '.manifest-', '.served-'].map((mark) => `${releases}/${mark}${name}`);
  return sh`
rm -f -- ${`${root}/current`}
${isNew ? sh`rm -rf -- ${own}` : sh`:`}
rmdir -- ${releases} 2>/dev/null || :`;
}

type Key = 'leftover' | 'release' | 'owner' | 'current';

const releaseType: ResourceType<ReleaseWant, ReleaseHave, Key> = {
  type: 'release',
  id: ({ root }) => root,
  paths: ({ root }) => [`${root}/current`],

  // A release without a manifest was never finished. If a file differs or is missing, sha256sum -c exits with 1 and
  // prints its name; it prints nothing about other files.
  probe(wants) {
    return join(
      wants.map(
        (want) => sh`
echo '== release'
( root=${want.root} name=${idOf(want)}
current=$(readlink -- "$root/current") || current=
if [ -n "$current" ]; then printf 'current %s\n' "$current"
elif [ -e "$root/current" ]; then echo 'blocked'; fi
case \${current#releases/} in "$name" | "$name"-[0-9]*) name=\${current#releases/} ;; esac
if [ -f "$root/releases/.manifest-$name" ] && [ -d "$root/releases/$name" ]; then
  cd "$root/releases/$name"
  printf 'whole %s\n' "$name"
  stat -c 'owner %U:%G' .
  if [ -s "$root/releases/.manifest-$name" ]; then
    changed=$(sha256sum -c --quiet "$root/releases/.manifest-$name" 2>/dev/null) || printf '%s\n' "$changed" | sed -n '1,5s/^/changed /p'
  fi
fi
for left in "$root"/releases/.unpack-*; do [ ! -e "$left" ] || echo 'left'; done )`,
      ),
    );
  },

  read: (answer, wants) => readReleases(answer, wants.map(idOf)),

  diff(want, have) {
    const id = idOf(want);
    const changes: Change<Key>[] = [];
    const owner = `${want.owner ?? 'root'}:${want.group ?? 'root'}`;
    if (have.left) changes.push(leftoverChange);
    if (have.changed.length > 0) {
      changes.push({
        verb: 'update',
        key: 'release',
        what: `release ${id}`,
        from: `changed on the host: ${have.changed.join(', ')}`,
      });
    } else if (!have.whole) {
      changes.push({ verb: 'create', key: 'release', what: `release ${id}` });
    } else if (have.owner !== owner) {
      changes.push({ verb: 'update', key: 'owner', from: have.owner, to: owner });
    }
    if (!have.whole || have.current !== have.name) {
      const from = have.current ?? (have.blocked ? 'not a symbolic link' : undefined);
      const to = deploymentOf(want, have).name;
      changes.push({ verb: 'update', key: 'current', ...(from === undefined ? {} : { from }), to });
    }
    return changes;
  },

  apply: (want, have) => deployScript(deploymentOf(want, have), have.whole && have.current === have.name),

  schedule: {
    seconds: ({ seconds = 900 }) => seconds,
    impact: (_, { current }, changes) =>
      current !== undefined && changes.some(({ key }) => key === 'current') ? 'renews' : undefined,
  },

  undo: {
    keeps: () => [],
    needs: ({ root }, { current, name, whole }) =>
      current === undefined || (whole && current === name) ? [] : [`${root}/releases/${current}`],

    // Old releases are kept for a while, so the link can point to the former one again. The first release is removed.
    revert(want, have) {
      const { root, migrate } = want;
      const { current, name, whole } = have;
      if (whole && current === name) return [];
      const link =
        current === undefined
          ? takeAway(deploymentOf(want, have), !whole)
          : sh`
[ -d ${`${root}/releases/${current}`} ] || { printf '%s\n' ${`release ${current} of ${root} no longer exists`} >&2; exit 1; }
rm -f -- ${`${root}/.current-new`}
ln -s -- ${`releases/${current}`} ${`${root}/.current-new`}
${renameOver(`${root}/.current-new`, `${root}/current`)}`;
      return [link, ...(migrate ? ['data changes made by the release’s migration remain'] : [])];
    },
  },
};

const make = defineResource(releaseType);

/**
 * A new release is unpacked, built, migrated and tested next to the current one; then `current` is switched atomically.
 * Throws E_INPUT for an invalid path, owner, group or number of releases.
 */
export function release(want: ReleaseWant): Resource {
  checkPath(want.root);
  checkOwner(want.owner);
  checkOwner(want.group);
  if (want.keep !== undefined && !(Number.isInteger(want.keep) && want.keep >= 1)) {
    throw new TrueupError('E_INPUT', `release ${want.root}: keep is ${want.keep}; it must be 1 or more`);
  }
  return make(want);
}
