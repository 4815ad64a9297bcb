// Makes apt check for enough disk space before it unpacks anything: dpkg would stop halfway.
import { sh } from '../../shell/sh.js';

/** If at least this much space is free, apt doesn't check it: 1 GiB. */
const plentyKib = 1024 * 1024;

/*
 * apt.conf(5): the program in DPkg::Pre-Install-Pkgs receives the .deb files on stdin when all are downloaded and none
 * is unpacked, and a status other than 0 stops apt: what is free then doesn't include the downloads. Installed-Size is
 * in KiB (deb-control(5)). An upgrade grows by the difference, but while dpkg unpacks a package, its old files still
 * exist, so the largest old package counts once. Packages that shrink don't count, because they may come later. The
 * extra sixteenth is for files that are generated (caches, compiled Python) and for rounding up to blocks.
 */
const judge = sh`
unpacked() { dpkg-query -W -f '\${db:Status-Abbrev} \${Installed-Size}\n' "$1" 2>/dev/null | sed -n 's/^.[iUFHWt][^ ]* *\([0-9]\)/\1/p'; }
need=0
replaced=0
while read -r deb; do
  facts=$(dpkg-deb -W --showformat='\${Package} \${Architecture} \${Installed-Size}\n' "$deb") || exit 1
  # shellcheck disable=SC2086 # three words
  set -- $facts
  old=$(unpacked "$1:$2")
  grows=$((\${3:-0} - \${old:-0}))
  [ "$grows" -le 0 ] || need=$((need + grows))
  [ "\${old:-0}" -le "$replaced" ] || replaced=$old
done
need=$((need + need / 16 + replaced))
free=$(stat -f -c '%f %S' /usr | { read -r blocks size; echo "$((blocks * size / 1024))"; })
[ "$need" -le "$free" ] || {
  printf 'No space left on device: the packages need another %s MiB in /usr, but only %s MiB are free\n' "$((need / 1024))" "$((free / 1024))"
  exit 1
}`;

/** Adds an option to `$@`, the arguments of apt-get, that makes it check the disk space if little is free. */
export const roomFor = sh`
room=$(stat -f -c '%f %S' /usr 2>/dev/null | { read -r blocks size && echo "$((blocks * size / 1024))"; }) || room=
if [ -n "$room" ] && [ "$room" -lt ${plentyKib} ]; then
  printf '%s\n' ${judge.text} >/var/lib/trueup/apt-room
  set -- "$@" -o "DPkg::Pre-Install-Pkgs::=sh /var/lib/trueup/apt-room"
fi`;
