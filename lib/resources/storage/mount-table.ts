// The kernel's mount table, and whether a mount is as declared: proc_pid_mountinfo(5).
import { unescapeField } from './fstab.js';
import { isBind, optionsOf, type MountWant } from './mount-want.js';

/** An active mount. */
export interface Live {
  readonly source: string;
  readonly type: string;
  /** Options of the mount: `rw`, `nosuid`, … */
  readonly options: readonly string[];
  /** Options of the file system: `rw`, `size=1024k`, … */
  readonly own: readonly string[];
}

/** The topmost mount at the path; undefined if nothing is mounted. */
export function liveAt(mountinfo: string, where: string): Live | undefined {
  const rows = mountinfo.split('\n').map((line) => line.split(' '));
  const row = rows.findLast(([, , , , point = '']) => unescapeField(point) === where);
  if (!row) return undefined;
  const [type = '', source = '', own = ''] = row.slice(row.indexOf('-', 6) + 1);
  return { source: unescapeField(source), type, options: (row[5] ?? '').split(','), own: own.split(',') };
}

/** Whether the kernel shows the declared type `want` as `live`. */
export function isType(want: string, live: string): boolean {
  const other = want === 'nfs' ? 'nfs4' : `fuse.${want}`;
  return ['auto', 'none', live].includes(want) || live === other || live === 'fuseblk';
}

/** The opposite of each flag. */
const opposites = { ro: 'rw', nosuid: 'suid', nodev: 'dev', noexec: 'exec' } as const;
type Flag = keyof typeof opposites;
const flags = Object.keys(opposites) as readonly Flag[];
const times = ['noatime', 'relatime', 'strictatime'];

/** mount(8): the flags that these options imply, unless a later option overrides them. */
const implied: Readonly<Record<string, readonly Flag[]>> = {
  user: ['noexec', 'nosuid', 'nodev'],
  users: ['noexec', 'nosuid', 'nodev'],
  owner: ['nosuid', 'nodev'],
  group: ['nosuid', 'nodev'],
};

/** The flags that the options set, and those that they mention at all. */
function wantedFlags(options: readonly string[]): {
  readonly on: ReadonlySet<Flag>;
  readonly named: ReadonlySet<Flag>;
} {
  const on = new Set<Flag>();
  const named = new Set<Flag>();
  for (const option of options) {
    for (const flag of flags) {
      const sets = option === flag || implied[option]?.includes(flag) === true;
      if (sets || option === opposites[flag]) named.add(flag);
      if (sets) on.add(flag);
      if (option === opposites[flag] || option === 'defaults') on.delete(flag);
    }
  }
  return { on, named };
}

/** A size in bytes. */
function sizeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return Number(number) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
}

/**
 * The size of a tmpfs, if it differs. A percentage is not compared, because the kernel converts it to a number; nor are
 * mode, owner and group, which are those of the first mount.
 */
function wrongSize(options: readonly string[], own: readonly string[]): readonly string[] {
  const last = (list: readonly string[]): string | undefined =>
    list.findLast((option) => option.startsWith('size='))?.slice(5);
  const [to, is = '?'] = [last(options), last(own)];
  return to === undefined || to.endsWith('%') || sizeOf(to) === sizeOf(is) ? [] : [`size=${is}`];
}

/**
 * The active options that differ from the declared ones: flags, access times, and the size of a tmpfs. The kernel shows
 * other file system options in too many ways to compare them. A bind mount inherits flags that its options don't
 * mention.
 */
export function wrongOptions(want: MountWant, { options, own, type }: Live): readonly string[] {
  const { on, named } = wantedFlags(optionsOf(want));
  const wrong = flags.flatMap((flag) => {
    const is = options.includes(flag) || (flag === 'ro' && own.includes('ro'));
    if (is === on.has(flag) || (isBind(want) && !named.has(flag))) return [];
    return [is ? flag : opposites[flag]];
  });
  const time = optionsOf(want).findLast((option) => times.includes(option));
  const isTime = times.find((one) => options.includes(one)) ?? 'strictatime';
  return [
    ...wrong,
    ...(time !== undefined && time !== isTime ? [isTime] : []),
    ...(type === 'tmpfs' && !isBind(want) ? wrongSize(optionsOf(want), own) : []),
  ];
}

/** Options that restore the current state, as far as it is known. */
export function optionsBack(want: MountWant, { options, own, type }: Live): string {
  const known = /^(tmpfs|ext[234])$/.test(type) && !isBind(want) ? own : [];
  const back = flags.map((flag) =>
    options.includes(flag) || (flag === 'ro' && own.includes('ro')) ? flag : opposites[flag],
  );
  const time = times.find((one) => options.includes(one)) ?? 'strictatime';
  return [...new Set([...known.filter((one) => one !== 'rw' && one !== 'ro'), ...back, time])].join(',');
}
