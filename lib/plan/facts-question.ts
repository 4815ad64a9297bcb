// Queries a host's facts, in one script.
import { sh } from '../shell/sh.js';

/*
 * cloud-init(1): at each boot, its generator creates /run/cloud-init/enabled, and its last stage result.json; the
 * configuration that it gets from outside is merged in cloud-config.txt.
 * Sources: os-release(5), proc(5), systemd-detect-virt(1) (exit status 1 means "none"), ip-address(8).
 * Starting a program costs more than anything else here, so the shell itself reads whatever it can.
 * A container may show the memory of the whole machine; its own limit is that of its cgroup (`max`: none).
 * sudo doesn't pass SSH_CONNECTION (ssh(1)) on, but has it in its own environment: it is read from the nearest ancestor
 * that has it. `read` drops the NULs between the variables; the address is followed by a space.
 * /proc has the architecture since Linux 6.1. A very small host may lack `ip`; no interfaces are reported then.
 */
export const factsQuestion = sh`
. /etc/os-release
printf '%s\n' "os_id=\${ID:-}" "os_version=\${VERSION_ID:-}" "os_codename=\${UBUNTU_CODENAME:-\${VERSION_CODENAME:-}}"
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
if [ -f /etc/ufw/ufw.conf ]; then
  while read -r line; do [ "$line" != ENABLED=yes ] || echo 'firewall=ufw'; done </etc/ufw/ufw.conf
fi
for unit in /etc/systemd/system/*.wants/firewalld.service; do [ ! -e "$unit" ] || echo 'firewall=firewalld'; done
# MariaDB calls its server mysqld, too.
if [ -x /usr/sbin/mariadbd ]; then echo database=mariadb
elif [ -x /usr/sbin/mysqld ]; then echo database=mysql
fi
if [ -x /usr/bin/cloud-init ]; then
  running=no
  if [ -e /run/cloud-init/enabled ] && [ ! -e /run/cloud-init/result.json ]; then running=yes; fi
  hosts=$(sed -n 's/^manage_etc_hosts: *//p' /var/lib/cloud/instance/cloud-config.txt 2>/dev/null) || true
  printf '%s\n' "cloud_init=$running $hosts"
fi
for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  if read -r bytes <"$limit"; then printf '%s\n' "limit=$bytes"; fi
done 2>/dev/null
if command -v ip >/dev/null; then
  ip -o addr show | while read -r n name family address rest; do printf '%s\n' "address=$name \${address%/*}"; done
fi
process=$$
client=
while [ -z "$client" ] && [ "\${process:-0}" -gt 1 ]; do
  # It may be unreadable, for example in a container without the right to trace other processes.
  { while read -r line || [ -n "$line" ]; do
    case $line in *SSH_CONNECTION=*) client=\${line##*SSH_CONNECTION=}; client=\${client%% *} ;; esac
  done <"/proc/$process/environ"; } || true
  read -r stat <"/proc/$process/stat" || break
  stat=\${stat##*) }
  process=\${stat#* }; process=\${process%% *}
done 2>/dev/null
printf '%s\n' "client=$client"`;
