// The state of a host, as far as provisioning may change it: files, units, accounts.
import { sh } from '../../shell/sh.js';
import type { HostBed } from '../try-resource-on-host.js';

/** Name of an item → its state. Hosts with equal states are considered equal. */
export type HostState = ReadonlyMap<string, string>;

/** Folders whose files are hashed; in all others, only files that no package owns are listed. */
const hashed = [
  '/etc',
  '/home',
  '/opt',
  '/root',
  '/srv',
  '/usr/local',
  '/var/spool/cron',
  '/var/www',
  '/boot',
];

/**
 * Files that change at every boot, login or package installation. `-` marks backups that tools make of account files.
 */
const passing = [
  ...['/etc/passwd-', '/etc/group-', '/etc/shadow-', '/etc/gshadow-', '/etc/subuid-', '/etc/subgid-'],
  ...[
    '/etc/.pwd.lock',
    '/etc/ld.so.cache',
    '/etc/mtab',
    '/etc/resolv.conf',
    '/etc/machine-id',
    '/etc/adjtime',
  ],
];

/** Folders with runtime data, and with the state of apt, dpkg, systemd and trueup. */
const passedOver = [
  ...['/proc', '/sys', '/dev', '/run', '/tmp', '/var/tmp', '/var/log', '/var/cache', '/var/backups'],
  ...[
    '/var/lib/apt',
    '/var/lib/dpkg',
    '/var/lib/systemd',
    '/var/lib/trueup',
    '/var/lib/ucf',
    '/var/lib/private',
  ],
  ...['/var/lib/logrotate', '/var/lib/dbus', '/lost+found'],
];

/** Files with digests; elsewhere, paths that no package owns: in /var only root's, as others belong to services. */
const files = sh`
for folder in ${hashed}; do
  [ -e "$folder" ] || continue
  find "$folder" -xdev -printf 'file\t%p\t%y %m %u:%g %l\n'
  find "$folder" -xdev -type f -exec sha256sum {} + | sed -E 's/^(\\?[0-9a-f]+) [ *](.*)$/holds\t\2\t\1/'
done
owned=$(mktemp)
trap 'rm -f "$owned"' EXIT
sed -E 's#^/(bin|sbin|lib|lib64)(/|$)#/usr/\1\2#' /var/lib/dpkg/info/*.list | sort -u >"$owned"
set --
for path in ${[...hashed, ...passedOver]}; do set -- "$@" -path "$path" -prune -o; done
find / -xdev "$@" \( -path '/var/*' ! -user root -prune \) -o -path '*/__pycache__' -prune -o -printf '%p\n' | sort >"$owned.all"
comm -23 "$owned.all" "$owned" | tr '\n' '\0' |
  xargs -0 -r find -P 2>/dev/null -maxdepth 0 -printf 'file\t%p\t%y %m %u:%g %l\n' || true
rm -f "$owned.all"`;

/** The state of units now and at boot, without units that exist only for a moment. */
const units = sh`
systemctl list-unit-files --no-legend --no-pager --full --type=service,socket,timer,path,mount,target |
  awk '$2 !~ /^(transient|generated)$/ { print "unit at boot\t" $1 "\t" $2 }'
systemctl list-units --no-legend --no-pager --plain --full --type=service,socket,timer,path --state=active,activating |
  awk '$1 !~ /^(session-|user@|user-runtime-dir@|run-|trueup-|systemd-(tmpfiles-clean|hostnamed|timedated|localed)|apt-daily|dpkg-db-backup|fstrim|e2scrub|man-db|logrotate)/ { print "unit\t" $1 "\t" $3 }'`;

const settings = sh`
printf 'hostname\tnow\t%s\n' "$(hostname)"
if command -v nft >/dev/null; then printf 'packet filter\tnow\t%s\n' "$(nft list ruleset | sed -E 's/packets [0-9]+ bytes [0-9]+//; s/\t# count [0-9]+$//' | sha256sum)"; fi`;

/** Queries the state of the host. */
export async function hostState(bed: HostBed): Promise<HostState> {
  const text = await bed.run(sh`
( ${files} )
( ${units} )
( ${settings} )`);
  const state = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind = '', name = '', ...rest] = line.split('\t');
    if (name === '' || passing.includes(name)) continue;
    state.set(`${kind}\t${name}`, rest.join('\t'));
  }
  return state;
}

/** An item that differs from its earlier state. */
export interface Difference {
  /** `file`, `unit`. */
  readonly kind: string;
  /** `/etc/motd`. */
  readonly name: string;
  /** In words: `is new`. */
  readonly what: string;
}

/** How the later state differs from the earlier one; a new file is one difference, not two. */
export function differences(before: HostState, after: HostState): readonly Difference[] {
  const found: Difference[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [kind = '', name = ''] = key.split('\t');
    const [was, is] = [before.get(key), after.get(key)];
    if (was === is) continue;
    if (kind === 'holds') {
      if (was !== undefined && is !== undefined)
        found.push({ kind: 'file', name, what: 'has different content' });
    } else if (was === undefined) found.push({ kind, name, what: `still exists (${is ?? ''})` });
    else if (is === undefined) found.push({ kind, name, what: `is missing (was ${was})` });
    else found.push({ kind, name, what: `is ${is} instead of ${was}` });
  }
  return found;
}
