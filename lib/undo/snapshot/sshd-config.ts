// A snapshot of sshd's configuration, which a dead man's switch restores.
import { sh } from '../../shell/sh.js';
import { keepBootLinks, putBackBootLinks } from './boot-links.js';
import { keep } from './keep-paths.js';
import { putBack } from './restore-paths.js';
import type { Snapshot } from './snapshot.js';
import { control, findSocket } from '../../shell/service-sockets.js';
import { sshdUnits } from '../../model/sshd-units.js';

const { unit, sockets } = sshdUnits;

const units = [unit, 'sshd.service', ...sockets];
const filesIn = (folder: string): string => `${folder}/ssh`;
const bootIn = (folder: string): string => `${folder}/sshd-at-boot`;

/** sshd's folder, which unit listens, and what starts at boot. */
export const sshd: Snapshot = {
  /** Also keeps which unit listens, now and after a boot: sshd itself, or a socket for it. */
  keep: (folder) => sh`
${keep(filesIn(folder), ['/etc/ssh'], { folders: true })}
${keepBootLinks(bootIn(folder), units)}
${findSocket(unit, sockets)}
if systemctl is-active -q -- "$seen"; then printf '%s\n' "$socket" "$each" >${`${folder}/sshd`}; fi`,

  /** At boot, starts it explicitly, because that boot may have begun without it. */
  putBack: (folder) => sh`
${putBack(filesIn(folder))}
${putBackBootLinks(bootIn(folder), units)}
if [ -e ${`${folder}/sshd`} ]; then
  { read -r socket; read -r each; } <${`${folder}/sshd`}
  for one in ${unit} $socket; do
    case $(systemctl is-enabled -- "$one" 2>/dev/null) in masked*) systemctl unmask -q -- "$one" ;; esac
  done
  if [ "\${TRUEUP_AT_BOOT-}" = '' ]; then
    set -- reload-or-restart
    ${control(unit, sockets)}
  elif [ "$socket" = '' ]; then systemctl start --no-block -- ${unit}
  else systemctl start --no-block -- "$socket"; fi
fi`,
};
