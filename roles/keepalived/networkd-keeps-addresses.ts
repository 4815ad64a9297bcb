// Keeps systemd-networkd from removing the virtual IP, which it did not add.
import { command, sh, type Resource } from '../../lib/kit.js';

/*
 * When networkd is restarted or reconfigures a link, it removes addresses that it doesn't know. With Netplan and cloud
 * images, the link's .network file has an arbitrary name, below /run or /etc; a drop-in must be named after it
 * (systemd.network(5)). `networkctl` prints that name, and exits with 1 if networkd doesn't run and nothing is needed.
 */
const find = (link: string) => sh`
file=$(networkctl status -- ${link} 2>/dev/null | sed -n 's/^ *Network File: *//p')
dropin=/etc/systemd/network/\${file##*/}.d/10-trueup-virtual-ip.conf`;

/** Does nothing if networkd doesn't manage the link. */
export function keepAddresses(link: string): Resource {
  return command({
    name: `keep networkd from removing the virtual IP from ${link}`,
    unless: sh`${find(link)}
case $file in /*) ;; *) exit 0 ;; esac
[ -f "$dropin" ] || exit 1
grep -qx KeepConfiguration=yes "$dropin"`,
    run: sh`${find(link)}
( umask 022; mkdir -p "\${dropin%/*}"
printf '[Network]\nKeepConfiguration=yes\n' >"$dropin.new"; sync "$dropin.new" )
mv -f "$dropin.new" "$dropin"
networkctl reload`,
    undo: sh`${find(link)}
case $file in /*) rm -f -- "$dropin"; rmdir -- "\${dropin%/*}" 2>/dev/null || :; networkctl reload ;; esac`,
  });
}
