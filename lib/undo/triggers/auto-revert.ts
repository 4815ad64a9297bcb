// A dead man's switch on the host: what could lock the operator out is reverted unless a new connection confirms it.
import type { Script } from '../../model/script.js';
import { quoteForCommand } from '../../shell/quote-for-unit.js';
import { sh } from '../../shell/sh.js';
import { unitJournal } from '../../shell/unit-journal.js';

/** Seconds that a new connection has to confirm, by default; the session's `trueup_pace` extends them on slow hosts. */
export const autoRevertSeconds = 30;

/** On disk, because the host may go down unconfirmed. Accessible to root only; exists only while a switch is armed. */
const root = '/var/lib/trueup/undo';

/** The unit by which a boot reverts what was not confirmed before. */
const atBoot = '/etc/systemd/system/trueup-undo.service';
const wanted = '/etc/systemd/system/sysinit.target.wants/trueup-undo.service';

/** The last switch also removes the unit and its link. */
const cleanUp = sh`rmdir -- ${root} 2>/dev/null || true
[ -e ${root} ] || rm -f -- ${[wanted, atBoot]}`;

/** Repeats a revert that was interrupted; a switch that was half armed, or confirmed, is only removed. */
const bootScript = sh`for each in ${`${root}/`}*; do
  if [ -e "$each/acting" ]; then mv -- "$each/acting" "$each/undo"; fi
  if [ -e "$each/undo" ]; then /bin/sh "$each/undo"; else rm -rf -- "$each"; fi
done
${cleanUp}`;

const bootUnit = `# Written by trueup while a change waits to be confirmed.
[Unit]
Description=Undo changes that were not confirmed before the host went down
DefaultDependencies=no
RequiresMountsFor=${root} /etc
After=local-fs.target
Before=network-pre.target nftables.service trueup-firewall.service ssh.service ssh.socket sshd.socket shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
Environment=TRUEUP_AT_BOOT=yes
ExecStart=/bin/sh -c ${quoteForCommand(bootScript.text)}
`;

function unitOf(name: string): string {
  return `trueup-undo-${name.replace(/\.service$/, '')}`;
}

/** The folder for the files of the switch. */
export function autoRevertFolder(name: string): string {
  return `${root}/${name}`;
}

/** For use as a condition: status 0 while the switch is armed. */
export function autoRevertIsArmed(name: string): Script {
  return sh`[ -e ${`${autoRevertFolder(name)}/undo`} ]`;
}

function clean(name: string): Script {
  return sh`
rm -rf -- ${autoRevertFolder(name)}
${cleanUp}`;
}

/**
 * Arms the switch: when its time is up, systemd runs the script, whatever became of this session. `save` keeps what
 * `undo` puts back, in the folder, unless the switch is already armed: then the current state was never confirmed. In
 * `undo`, TRUEUP_AT_BOOT is set if it runs at boot, before any service has started.
 */
export function armAutoRevert(name: string, save: Script, undo: Script): Script {
  const folder = autoRevertFolder(name);
  const unit = unitOf(name);
  // Renaming the script decides who acts: the timer, this session, a boot, or the new connection that disarms it. The
  // timer has two triggers: a daemon-reload restarts the first one's time, and setting the clock shifts the other's.
  return sh`
systemctl stop ${`${unit}.timer`} 2>/dev/null || true
if ! ${autoRevertIsArmed(name)}; then
  systemctl start ${`${unit}.service`} 2>/dev/null || true # waits for a revert in progress
  rm -rf -- ${folder}
  mkdir -p ${folder}
${save}
  cat >${`${folder}/script`} <<'end of undo'
umask 077
mv -- ${`${folder}/undo`} ${`${folder}/acting`} || exit 0
( set -eu
${undo}
)
status=$?
if [ "$status" != 0 ]; then mv -- ${`${folder}/acting`} ${`${folder}/failed`}; exit "$status"; fi
${clean(name)}
systemctl stop --no-block ${`${unit}.timer`}
end of undo
  ( umask 022; mkdir -p ${wanted.replace(/\/[^/]*$/, '')}; printf %s ${bootUnit} >${atBoot} )
  ln -sfT ${atBoot} ${wanted}
  find ${folder} -type f -exec sync ${atBoot} {} +
  mv -- ${`${folder}/script`} ${`${folder}/undo`}
  sync ${folder}
fi
wait=${autoRevertSeconds}
wait=$((wait * \${trueup_pace:-1}))
systemd-run --quiet --collect --service-type=oneshot --unit=${unit} --timer-property=AccuracySec=100ms \
  --on-active="$wait" --on-calendar=@$(($(date +%s) + wait)) /bin/sh ${`${folder}/undo`}`;
}

/** Waits until no revert is in progress: a login may succeed again before everything is restored. */
export const revertsEnded: Script = sh`
for each in ${`${root}/`}*/acting; do
  while [ -e "$each" ]; do sleep 0.2; done
done`;

/** Run over a new connection, which proves that a login works. Fails if the change has already been reverted. */
export function disarmAutoRevert(name: string, afterwards: Script): Script {
  const folder = autoRevertFolder(name);
  return sh`
if ! mv -- ${`${folder}/undo`} ${`${folder}/confirmed`} 2>/dev/null; then echo 'the old state was already restored' >&2; exit 1; fi
systemctl stop ${`${unitOf(name)}.timer`} 2>/dev/null || true
${afterwards}
${clean(name)}`;
}

/** Reverts at once, over the old connection. systemd runs the script, so it completes even if this session ends. */
export function revertNow(name: string): Script {
  const folder = autoRevertFolder(name);
  const unit = unitOf(name);
  return sh`
systemctl start ${`${unit}.service`} 2>/dev/null || { ! ${autoRevertIsArmed(name)} || /bin/sh ${`${folder}/undo`}; }
systemctl stop ${`${unit}.timer`} 2>/dev/null || true
if [ -e ${`${folder}/acting`} ] || [ -e ${`${folder}/failed`} ]; then
${unitJournal}
  journal_of ${`${unit}.service`} --lines=5 --output=cat >&2; exit 1
fi`;
}
