// Has apt ask, before it unpacks anything, whether there is room for it: dpkg would stop halfway.
import { sh } from '../shell/sh.js';

/** A file system with more than this free is not asked about: 1 GiB. */
const plentyKib = 1024 * 1024;

/*
 * apt.conf(5): what DPkg::Pre-Install-Pkgs names gets the .deb files on stdin when all are fetched and none is unpacked,
 * and a status other than 0 ends it there. Installed-Size is in KiB (deb-control(5)); the sixteenth on top is for what is
 * made of the files (caches, compiled Python) and for rounding up to blocks.
 */
const judge = sh`
need=0
while read -r deb; do
  size=$(dpkg-deb -f "$deb" Installed-Size) || exit 1
  need=$((need + \${size:-0}))
done
need=$((need + need / 16))
[ "$need" -le "$1" ] || {
  printf 'No space left on device: the packages need %s MiB in /usr, where %s MiB are free\n' "$((need / 1024))" "$(($1 / 1024))"
  exit 1
}`;

/** Adds to `$@`, the words for apt-get, what makes it ask where room is short. */
export const roomFor = sh`
room=$(stat -f -c '%f %S' /usr 2>/dev/null | { read -r blocks size && echo "$((blocks * size / 1024))"; }) || room=
if [ -n "$room" ] && [ "$room" -lt ${plentyKib} ]; then
  printf '%s\n' ${judge.text} >/var/lib/trueup/apt-room
  set -- "$@" -o "DPkg::Pre-Install-Pkgs::=sh /var/lib/trueup/apt-room $room"
fi`;
