// The state of a mount point on a host, and whether it has the declared source.
import { Unreadable } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import type { AnswerReader } from '../answer-reader.js';
import { escapeField } from './fstab.js';
import { isBind, type MountWant } from './mount-want.js';

export interface Point {
  /** Whether the path does not exist. */
  readonly missing: boolean;
  /** Whether the declared source is mounted there. */
  readonly same: boolean;
  /** Whether systemd has an outdated unit for the fstab entry, or none. */
  readonly stale: boolean;
}

/** Path of the device, or of udev's symlink for `UUID=…` and the like; undefined if the source is not a device. */
function deviceOf(what: string): string | undefined {
  const [, tag = '', value = ''] = /^(UUID|LABEL|PARTUUID|PARTLABEL)=(.+)$/.exec(what) ?? [];
  // udev(7): characters other than these are written in hexadecimal.
  const name = value.replaceAll(/[^\w#+.:=@/-]|\//g, (sign) =>
    [...Buffer.from(sign)].map((byte) => `\\x${byte.toString(16)}`).join(''),
  );
  if (tag !== '') return `/dev/disk/by-${tag.toLowerCase()}/${name}`;
  return what.startsWith('/dev/') ? what : undefined;
}

/**
 * Prints `same` if the source is the declared one. For a file system that needs no source, such as a tmpfs, any source
 * matches.
 */
function askSource(want: MountWant): Script {
  const { what, where, type } = want;
  const device = deviceOf(what);
  if (isBind(want)) return sh`same ${what} ${where}`;
  if (device !== undefined) return sh`if [ -e ${device} ]; then same ${device} "$source"; else echo lost; fi`;
  if (type === 'tmpfs' || !/[:/]/.test(what)) return sh`echo same`;
  // An image is mounted through a loop device.
  return sh`
  case $source in
    /dev/loop*)
      image=$(cat "/sys/block/\${source##*/}/loop/backing_file")
      same ${what} "$image" ;;
    *) [ "\${source%/}" != ${escapeField(what.replace(/\/$/, ''))} ] || echo same ;;
  esac`;
}

/** Shell functions that `askPoint` uses. */
export const pointTools = sh`
same() {
  # shellcheck disable=SC3013 # dash and busybox have -ef
  [ ! "$1" -ef "$2" ] || echo same
}`;

/**
 * Prints the input of `readPoint`; `$mounts` is the mount table. The mounted file system is not accessed, because an
 * unreachable file server would block that. Inside a container, systemd creates no unit for a device, so that unit may
 * be missing.
 */
export function askPoint(want: MountWant): Script {
  const { where } = want;
  const parent = where.slice(0, where.lastIndexOf('/')) || '/';
  const needsUnit = deviceOf(want.what) === undefined;
  return sh`
real=$(realpath -m -- ${parent})
source=$(printf '%s\n' "$mounts" | point=${escapeField(where)} awk '$5 == ENVIRON["point"] { for (i = 7; $i != "-"; i++); found = $(i + 2) } END { print found }')
if [ -n "$source" ]; then ${askSource(want)}
elif [ -L ${where} ]; then echo link
elif [ ! -e ${where} ]; then echo missing; fi
if [ "$real" != ${parent} ]; then printf 'resolves to %s\n' "$real"; fi
unit=$(systemctl show -p FragmentPath -p NeedDaemonReload -- ${where})
case $unit in
  *NeedDaemonReload=yes*) echo stale ;;
  *FragmentPath=/*) ;;
  *) ${needsUnit ? sh`echo stale` : sh`:`} ;;
esac
echo .`;
}

/** Unreadable if the path contains a link, because the kernel lists a mount under its resolved path. */
export function readPoint(reader: AnswerReader, { what, where }: MountWant): Point | Unreadable {
  const lines = reader.linesUpTo('.');
  const leads = lines.find((line) => line.startsWith('resolves to '));
  if (leads !== undefined)
    return new Unreadable(`the parent folder of ${where} ${leads}; declare the path without links`);
  if (lines.includes('link')) return new Unreadable(`${where} is a symbolic link; declare its target`);
  if (lines.includes('lost')) return new Unreadable(`${what} is missing, so what is mounted is unknown`);
  const has = (word: string): boolean => lines.includes(word);
  return { missing: has('missing'), same: has('same'), stale: has('stale') };
}
