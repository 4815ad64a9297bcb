// What a boot does with some units, as it is now, for a dead man's switch to bring back: the links that say so.
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';

const root = '/etc/systemd/system';

/** Whatever wants them, their aliases, and what masks them: systemd.unit(5). */
function findLinks(units: readonly string[]): Script {
  const names = join(
    units.map((unit) => sh`-name ${unit}`),
    ' -o ',
  );
  return sh`find ${root} -type l \( ${names} \)`;
}

/** Two lines for each link: where it is, and where it leads. */
export function keepBootLinks(kept: string, units: readonly string[]): Script {
  return sh`
${findLinks(units)} | while IFS= read -r link; do printf '%s\n' "$link" "$(readlink -- "$link")"; done >${kept}`;
}

/** Links that were made since go, and those that were there are there again; systemd knows. */
export function putBackBootLinks(kept: string, units: readonly string[]): Script {
  return sh`
if [ -e ${kept} ]; then
  ${findLinks(units)} -exec rm -f -- {} +
  while IFS= read -r link && IFS= read -r target; do
    ( umask 022; mkdir -p -- "\${link%/*}" )
    ln -sfT -- "$target" "$link"
  done <${kept}
  find ${root} -type d -exec sync {} +
  systemctl daemon-reload
fi`;
}
