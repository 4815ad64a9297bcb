// Asks a host what it is, in one script.
import { isIP } from 'node:net';
import type { Facts, NetworkInterface } from '../model/facts.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';

/*
 * Sources: os-release(5), proc(5), systemd-detect-virt(1) (exit status 1 means "none"), ip-address(8).
 * Each program that is started costs more than all else here: what the shell can read by itself, it reads.
 * A container may show the memory of the whole machine, and tell its own limit by its cgroup (`max`: none).
 * `ip` may be missing on a very small host: then it tells no interfaces.
 * sudo passes SSH_CONNECTION (ssh(1)) on to nobody, but had it itself: the nearest ancestor that has it tells. `read`
 * leaves out the NULs between the variables; a blank follows the address.
 */
export const factsQuestion = sh`
. /etc/os-release
printf '%s\n' "os_id=\${ID:-}" "os_version=\${VERSION_ID:-}" "os_codename=\${VERSION_CODENAME:-}"
read -r name </proc/sys/kernel/hostname
read -r boot </proc/sys/kernel/random/boot_id
system=$(uname -rm)
printf '%s\n' "hostname=$name" "kernel=\${system% *}" "arch=\${system##* }"
printf '%s\n' "boot=$boot" "cpus=$(nproc)" "epoch=$(date +%s)"
while read -r key kib rest; do if [ "$key" = MemTotal: ]; then printf "%s\n" "memory=$kib"; fi; done </proc/meminfo
for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  if read -r bytes <"$limit"; then printf '%s\n' "limit=$bytes"; fi
done 2>/dev/null
printf '%s\n' "virt=$(systemd-detect-virt 2>/dev/null || true)"
if command -v ip >/dev/null; then
  ip -o addr show | while read -r n name family address rest; do printf '%s\n' "address=$name \${address%/*}"; done
fi
process=$$
client=
while [ -z "$client" ] && [ "\${process:-0}" -gt 1 ]; do
  while read -r line || [ -n "$line" ]; do
    case $line in *SSH_CONNECTION=*) client=\${line##*SSH_CONNECTION=}; client=\${client%% *} ;; esac
  done <"/proc/$process/environ"
  read -r stat <"/proc/$process/stat"
  stat=\${stat##*) }
  process=\${stat#* }; process=\${process%% *}
done 2>/dev/null
printf '%s\n' "client=$client"`;

const mib = 1024 * 1024;

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
  // Of a link-local address the interface's name is no part; one of IPv4 may be wrapped in IPv6.
  const client = (values.get('client') ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/, '');
  const interfaces: NetworkInterface[] = [...addresses].map(([name, list]) => ({ name, addresses: list }));
  return {
    hostname: text('hostname'),
    os: { id: text('os_id'), version: text('os_version'), codename: text('os_codename') },
    arch: text('arch'),
    kernel: text('kernel'),
    bootId: text('boot'),
    cpus: Number(text('cpus')),
    memoryMiB: Math.floor(
      Math.min(Number(text('memory')) * 1024, Number(values.get('limit')) || Infinity) / mib,
    ),
    interfaces,
    epoch: Number(text('epoch')),
    virtualization: text('virt'),
    ...(isIP(client) !== 0 && { client }),
  };
}
