// Who may log in and become root, as it is now, for a dead man's switch to bring back.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

const files = ['passwd', 'group', 'shadow', 'gshadow', 'sudoers'];

/*
 * The keys of root, and of whoever is logged in. What lies in a home is read and written as its user: root would follow
 * any link there. `$1` is the home.
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
staged=.ssh/.trueup-authorized_keys
rm -f -- "$staged"
cat >"$staged"
mv -fT -- "$staged" .ssh/authorized_keys`;

export function saveAccounts(folder: string): Script {
  return sh`
for each in ${files} sudoers.d; do
  [ ! -e "/etc/$each" ] || cp -a -- "/etc/$each" ${`${folder}/`}"$each"
done
${asUser}
for each in root "\${SUDO_USER-}"; do
  [ "$each" = '' ] || as_user "$each" ${readKeys.text} >${`${folder}/keys.`}"$each" || rm -f -- ${`${folder}/keys.`}"$each"
done`;
}

export function accountsBack(folder: string): Script {
  return sh`
for each in ${files}; do
  [ -e ${`${folder}/`}"$each" ] || continue
  cp -a -- ${`${folder}/`}"$each" "/etc/.trueup-$each"
  sync "/etc/.trueup-$each"
  mv -fT -- "/etc/.trueup-$each" "/etc/$each"
done
if [ -d ${`${folder}/sudoers.d`} ]; then
  rm -rf -- /etc/sudoers.d
  cp -a -- ${`${folder}/sudoers.d`} /etc/sudoers.d
fi
${asUser}
for each in ${`${folder}/keys.`}*; do
  [ -e "$each" ] || continue
  as_user "\${each##*/keys.}" ${writeKeys.text} <"$each"
done`;
}
