// sshd's configuration as it is now, for a dead man's switch to bring back.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';

export function saveSshd(folder: string): Script {
  return sh`
if [ -d /etc/ssh ]; then cp -a -- /etc/ssh ${`${folder}/ssh`}; fi
for each in ssh.service ssh.socket sshd.service; do
  if systemctl is-active --quiet "$each"; then printf '%s\n' "$each"; fi
done >${`${folder}/daemons`}`;
}

/** At a boot the daemons start with it by themselves. */
export function sshdBack(folder: string): Script {
  return sh`
if [ -d ${`${folder}/ssh`} ]; then
  rm -rf -- /etc/.trueup-ssh
  cp -a -- ${`${folder}/ssh`} /etc/.trueup-ssh
  rm -rf -- /etc/ssh
  mv -T -- /etc/.trueup-ssh /etc/ssh
fi
while read -r each; do
  case $(systemctl is-enabled "$each" 2>/dev/null) in masked*) systemctl unmask --quiet "$each" ;; esac
  [ "\${TRUEUP_AT_BOOT-}" != '' ] || systemctl reload-or-restart "$each"
done <${`${folder}/daemons`}`;
}
