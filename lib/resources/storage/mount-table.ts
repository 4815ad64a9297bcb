// The kernel's mount table, and whether a mount is as declared: proc_pid_mountinfo(5).
import { unescapeField } from './fstab.js';
import { isBind, optionsOf, type MountWant } from './mount-want.js';

/** A mount in force. */
export interface Live {
  readonly source: string;
  readonly type: string;
  /** Of the mount: `rw`, `nosuid`, … */
  readonly options: readonly string[];
  /** Of the file system: `rw`, `size=1024k`, … */
  readonly own: readonly string[];
}

/** What is on top at the path; undefined where nothing is mounted. */
export function liveAt(mountinfo: string, where: string): Live | undefined {
  const rows = mountinfo.split('\n').map((line) => line.split(' '));
  const row = rows.findLast(([, , , , point = '']) => unescapeField(point) === where);
  if (!row) return undefined;
  const [type = '', source = '', own = ''] = row.slice(row.indexOf('-', 6) + 1);
  return { source: unescapeField(source), type, options: (row[5] ?? '').split(','), own: own.split(',') };
}

/** Whether a declared type is shown by the kernel as that one. */
export function isType(want: string, live: string): boolean {
  const other = want === 'nfs' ? 'nfs4' : `fuse.${want}`;
  return ['auto', 'none', live].includes(want) || live === other || live === 'fuseblk';
}

/** What an option is the opposite of. */
const opposites = { ro: 'rw', nosuid: 'suid', nodev: 'dev', noexec: 'exec' } as const;
type Flag = keyof typeof opposites;
const flags = Object.keys(opposites) as readonly Flag[];
const times = ['noatime', 'relatime', 'strictatime'];

/** mount(8): what these options imply, if nothing behind them says otherwise. */
const implied: Readonly<Record<string, readonly Flag[]>> = {
  user: ['noexec', 'nosuid', 'nodev'],
  users: ['noexec', 'nosuid', 'nodev'],
  owner: ['nosuid', 'nodev'],
  group: ['nosuid', 'nodev'],
};

/** Which of the flags the options set, and which they name at all. */
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

/** In bytes. */
function sizeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return Number(number) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
}

/** Of a tmpfs, which takes a share of the memory for a number; its mode, owner and group are those of its first day. */
function wrongSize(options: readonly string[], own: readonly string[]): readonly string[] {
  const last = (list: readonly string[]): string | undefined =>
    list.findLast((option) => option.startsWith('size='))?.slice(5);
  const [to, is = '?'] = [last(options), last(own)];
  return to === undefined || to.endsWith('%') || sizeOf(to) === sizeOf(is) ? [] : [`size=${is}`];
}

/**
 * What is in force and isn't declared: flags, when access times are written, and the size of a tmpfs. Other options
 * of file systems are shown in too many ways to be compared. A bind mount takes over flags that nothing is said about.
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

/** Options that bring back what is in force, as far as that is known. */
export function optionsBack(want: MountWant, { options, own, type }: Live): string {
  const known = /^(tmpfs|ext[234])$/.test(type) && !isBind(want) ? own : [];
  const back = flags.map((flag) =>
    options.includes(flag) || (flag === 'ro' && own.includes('ro')) ? flag : opposites[flag],
  );
  const time = times.find((one) => options.includes(one)) ?? 'strictatime';
  return [...new Set([...known.filter((one) => one !== 'rw' && one !== 'ro'), ...back, time])].join(',');
}
