# What a careful person would ask one host to know whether it is as it should be: read-only, nothing clever.
. /etc/os-release
uname -r
cat /proc/sys/kernel/random/boot_id /proc/meminfo
ip -o addr show
dpkg-query -W -f '${Package} ${db:Status-Abbrev} ${Version}\n' openssh-server sudo systemd iproute2 ca-certificates nftables 2>&1
find /etc/ssh /etc/systemd /etc/apt -type f | sort | head -n 60 | xargs stat -c '%n %a %U %G %s'
find /etc/ssh /etc/systemd /etc/apt -type f | sort | head -n 60 | xargs sha256sum
systemctl show --property=Id,LoadState,ActiveState,UnitFileState,NeedDaemonReload ssh.service systemd-networkd.service nftables.service dbus.service cron.service
getent passwd
getent group
sysctl -a 2>/dev/null | sha256sum
