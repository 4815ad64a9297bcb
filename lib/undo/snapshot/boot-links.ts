// A snapshot of the links that determine what a boot does with some units, which a dead man's switch restores.
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';

const root = '/etc/systemd/system';

/** Finds the links by which other units want them, their aliases, and their masks: systemd.unit(5). */
function findLinks(units: readonly string[]): Script {
  const names = join(
    units.map((unit) => sh`-name ${unit}`),
    ' -o ',
  );
  return sh`find ${root} -type l \( ${names} \)`;
}

/** Saves two lines for each link: its path and its target. */
export function keepBootLinks(kept: string, units: readonly string[]): Script {
  return sh`
${findLinks(units)} | while IFS= read -r link; do printf '%s\n' "$link" "$(readlink -- "$link")"; done >${kept}`;
}

/** Removes links that were created since, restores the earlier ones, and makes systemd load them. */
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
