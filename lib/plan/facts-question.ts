// Asks a host what it is, in one script.
import type { Facts, NetworkInterface } from '../model/facts.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';

/*
 * Sources: os-release(5), proc(5), systemd-detect-virt(1) (exit status 1 means "none"), ip-address(8).
 * Each program that is started costs more than all else here: what the shell can read by itself, it reads.
 * Linux tells its architecture in /proc since 6.1. `ip` may be missing on a very small host: then it tells no interfaces.
 */
export const factsQuestion = sh`
. /etc/os-release
printf '%s\n' "os_id=\${ID:-}" "os_version=\${VERSION_ID:-}" "os_codename=\${VERSION_CODENAME:-}"
read -r name </proc/sys/kernel/hostname
read -r boot </proc/sys/kernel/random/boot_id
if [ -r /proc/sys/kernel/arch ]; then
  read -r release </proc/sys/kernel/osrelease; read -r arch </proc/sys/kernel/arch; system="$release $arch"
else system=$(uname -rm); fi
printf '%s\n' "hostname=$name" "kernel=\${system% *}" "arch=\${system##* }"
printf '%s\n' "boot=$boot" "cpus=$(nproc)" "epoch=$(date +%s)"
while read -r key kib rest; do if [ "$key" = MemTotal: ]; then printf "%s\n" "memory=$kib"; fi; done </proc/meminfo
virt=$(systemd-detect-virt 2>/dev/null || true)
[ -n "$virt" ] || [ ! -r /run/systemd/container ] || read -r virt </run/systemd/container
printf '%s\n' "virt=$virt"
for name in chrony ntpsec openntpd ntp systemd-timesyncd; do
  if [ -e "/usr/lib/systemd/system/$name.service" ] || [ -e "/lib/systemd/system/$name.service" ]; then
    printf '%s\n' "time=\${name#systemd-}"; break
  fi
done
if command -v ip >/dev/null; then
  ip -o addr show | while read -r n name family address rest; do printf '%s\n' "address=$name \${address%/*}"; done
fi`;

const timeDaemons = [
  'chrony',
  'ntpsec',
  'openntpd',
  'ntp',
  'timesyncd',
] as const satisfies readonly Facts['timeDaemon'][];

/** Throws E_UNREADABLE where the answer is none. */
export function readFacts(host: string, answer: Answer): Facts {
  const values = new Map<string, string>();
  const addresses = new Map<string, string[]>();
  for (const line of answer.stdout.split('\n')) {
    const at = line.indexOf('=');
    const [key, value] = [line.slice(0, at), line.slice(at + 1)];
    if (key !== 'address') {
      values.set(key, value);
      continue;
    }
    const [name = '', address = ''] = value.split(' ');
    addresses.set(name, [...(addresses.get(name) ?? []), address]);
  }
  const text = (key: string): string => {
    const value = values.get(key);
    if (value === undefined || answer.status !== 0) {
      throw new TrueupError('E_UNREADABLE', `${host}: its facts can't be read (${key} is missing)`, {
        host,
        output: answer.stderr.trim(),
        hint: 'trueup needs Debian or Ubuntu with /proc mounted',
      });
    }
    return value;
  };
  const time = timeDaemons.find((name) => name === values.get('time'));
  const interfaces: NetworkInterface[] = [...addresses].map(([name, list]) => ({ name, addresses: list }));
  return {
    hostname: text('hostname'),
    os: { id: text('os_id'), version: text('os_version'), codename: text('os_codename') },
    arch: text('arch'),
    kernel: text('kernel'),
    bootId: text('boot'),
    cpus: Number(text('cpus')),
    memoryMiB: Math.floor(Number(text('memory')) / 1024),
    interfaces,
    epoch: Number(text('epoch')),
    virtualization: text('virt'),
    ...(time && { timeDaemon: time }),
  };
}
