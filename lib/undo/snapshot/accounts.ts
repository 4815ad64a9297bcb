// A snapshot of who may log in and become root, which a dead man's switch restores.
import { sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { keep } from './keep-paths.js';
import { placeFunction, putBack } from './restore-paths.js';
import type { Snapshot } from './snapshot.js';

const paths = [
  ...['/etc/passwd', '/etc/group', '/etc/shadow', '/etc/gshadow'],
  ...['/etc/sudoers', '/etc/sudoers.d'],
];

const filesIn = (folder: string): string => `${folder}/accounts`;

/*
 * The keys of root and of the user who is logged in. Files in a home are read and written as its user: root would
 * follow any link there. `$1` is the home.
 */
const asUser = sh`
as_user() {
  entry=$(getent passwd -- "$1")
  home=\${entry%:*} home=\${home##*:}
  setpriv --reuid "$1" --regid "$(id -g -- "$1")" --init-groups -- sh -euc "$2" sh "$home"
}`;

const readKeys = sh`cd -- "$1"; [ -e .ssh/authorized_keys ] && cat .ssh/authorized_keys`;

const writeKeys = sh`
umask 077
cd -- "$1"
[ -d .ssh ] || mkdir .ssh
${placeFunction}
place ${stagedPath('.ssh/authorized_keys')} .ssh/authorized_keys "$(id -u):$(id -g)" 600`;

/** Accounts, sudo rules and SSH keys. */
export const accounts: Snapshot = {
  keep: (folder) => sh`
${keep(filesIn(folder), paths, { folders: true })}
${asUser}
for each in root "\${SUDO_USER-}"; do
  [ "$each" = '' ] || as_user "$each" ${readKeys.text} >${`${folder}/keys.`}"$each" || rm -f -- ${`${folder}/keys.`}"$each"
done`,

  putBack: (folder) => sh`
${putBack(filesIn(folder))}
${asUser}
for each in ${`${folder}/keys.`}*; do
  [ -e "$each" ] || continue
  as_user "\${each##*/keys.}" ${writeKeys.text} <"$each"
done`,
};
