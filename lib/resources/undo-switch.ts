// A dead man's switch on the host: what could lock the operator out is undone unless somebody gets in to say it is well.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';

/** How long a new connection has to say so. */
const seconds = 30;

function unitOf(name: string): string {
  return `trueup-undo-${name.replace(/\.service$/, '')}`;
}

/** What the switch needs lies here; gone after a boot. */
export function undoFolder(name: string): string {
  return `/run/trueup/undo/${name}`;
}

/** For a condition: status 0 while the switch waits. */
export function switchIsArmed(name: string): Script {
  return sh`systemctl is-active --quiet ${`${unitOf(name)}.timer`}`;
}

/**
 * Arms the switch: after 30 s systemd runs the script, whatever became of this session. `save` keeps what `undo` puts
 * back, in the folder; not when the switch is armed already, for then what is there now was never confirmed.
 */
export function armSwitch(name: string, save: Script, undo: Script): Script {
  const folder = undoFolder(name);
  const unit = unitOf(name);
  return sh`
if ${switchIsArmed(name)}; then systemctl stop ${`${unit}.timer`}
else
  rm -rf -- ${folder}
  ( umask 077; mkdir -p ${folder} )
${save}
  cat >${`${folder}/undo`} <<'end of undo'
set -eu
umask 077
${undo}
end of undo
fi
systemctl reset-failed ${`${unit}.service`} 2>/dev/null || true
systemd-run --quiet --collect --on-active=${seconds} --timer-property=AccuracySec=100ms --unit=${unit} /bin/sh ${`${folder}/undo`}`;
}

/** Said over a new connection: all is well. Fails where the switch has acted already. */
export function disarmSwitch(name: string, afterwards: Script): Script {
  return sh`
if ! ${switchIsArmed(name)}; then echo 'too late: the old state is back' >&2; exit 1; fi
systemctl stop ${`${unitOf(name)}.timer`}
rm -rf -- ${undoFolder(name)}
${afterwards}`;
}

/** Said over the old connection: act now. */
export function throwSwitch(name: string): Script {
  const folder = undoFolder(name);
  return sh`
systemctl stop ${`${unitOf(name)}.timer`} 2>/dev/null || true
if [ -e ${`${folder}/undo`} ]; then /bin/sh ${`${folder}/undo`}; fi
rm -rf -- ${folder}`;
}
