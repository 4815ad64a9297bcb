// A service that a socket may start: what listens, what must be up, and how it loads a new configuration.
import type { Script } from '../model/script.js';
import { sh } from './sh.js';

/**
 * With `sockets`, it sets `socket` to the one that listens or, if nothing is up, to the one that starts at boot; it is
 * empty if the unit runs on its own. `each` is `yes` if every connection gets its own process (`Accept=yes`): then the
 * unit isn't needed, and often can't run beside the socket. `seen` is what must be up.
 */
export function findSocket(unit: string, sockets: readonly string[] = []): Script {
  if (sockets.length === 0) return sh`seen=${unit}`;
  return sh`
socket=''
each=''
seen=${unit}
for one in ${sockets}; do
  if systemctl is-active -q -- "$one"; then socket=$one; break; fi
done
if [ "$socket" = "" ] && ! systemctl is-active -q -- ${unit}; then
  for one in ${sockets}; do
    if systemctl is-enabled -q -- "$one" 2>/dev/null; then socket=$one; break; fi
  done
fi
if [ "$socket" != "" ]; then
  each=$(systemctl show -p Accept --value -- "$socket")
  [ "$each" != yes ] || seen=$socket
fi`;
}

/**
 * Runs systemctl(1) with the verb `"$1"` for the unit, as `findSocket` found it; `bounded` is put before it: a
 * timeout(1), or nothing. A unit that gets its socket from systemd is restarted instead of reloaded: on a reload sshd
 * binds its ports again, which the socket holds (`Cannot bind any address`). Meanwhile new connections wait in the
 * socket. A socket that hit its limits, because what it starts failed too often, is started again.
 */
export function control(unit: string, sockets: readonly string[] = [], bounded: Script = sh``): Script {
  const plain = sh`${bounded} systemctl "$1" -- ${unit}`;
  if (sockets.length === 0) return plain;
  return sh`
if [ "$socket" = "" ]; then ${plain}
else
  systemctl is-active -q -- "$socket" || {
    systemctl reset-failed -- "$socket" 2>/dev/null || true
    ${bounded} systemctl start -- "$socket"
  } || [ "$each" != yes ]
  if [ "$each" != yes ]; then
    case $1 in *reload*) ${bounded} systemctl restart -- ${unit} ;; *) ${plain} ;; esac
  fi
fi`;
}
