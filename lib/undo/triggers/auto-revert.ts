// A dead man's switch on the host: what could lock the operator out is reverted unless a new connection confirms it.
import type { Script } from '../../model/script.js';
import { quoteForCommand } from '../../shell/quote-for-unit.js';
import { sh } from '../../shell/sh.js';
import { unitJournal } from '../../shell/unit-journal.js';

/** How long a new connection has to say so on a usual host; the session knows how many times as long on this one. */
export const autoRevertSeconds = 30;

/** On the disk, because the host may go down before anybody could confirm. Root's alone, and only while a switch waits. */
const root = '/var/lib/trueup/undo';

/** With this name, a boot reverts what was not confirmed before it. */
const atBoot = '/etc/systemd/system/trueup-undo.service';
const wanted = '/etc/systemd/system/sysinit.target.wants/trueup-undo.service';

/** The last switch takes along what a boot would need. */
const cleanUp = sh`rmdir -- ${root} 2>/dev/null || true
[ -e ${root} ] || rm -f -- ${[wanted, atBoot]}`;

/** What was cut off while it acted acts again; what was half armed, or confirmed, only goes. */
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

/** What the switch needs lies here. */
export function autoRevertFolder(name: string): string {
  return `${root}/${name}`;
}

/** For a condition: status 0 while the switch waits. */
export function autoRevertIsArmed(name: string): Script {
  return sh`[ -e ${`${autoRevertFolder(name)}/undo`} ]`;
}

function clean(name: string): Script {
  return sh`
rm -rf -- ${autoRevertFolder(name)}
${cleanUp}`;
}

/**
 * Arms the switch: after a time systemd runs the script, whatever became of this session. `save` keeps what `undo` puts
 * back, in the folder; not when the switch is armed already, for then what is there now was never confirmed. In `undo`
 * TRUEUP_AT_BOOT is set where no service has started yet.
 */
export function armAutoRevert(name: string, save: Script, undo: Script): Script {
  const folder = autoRevertFolder(name);
  const unit = unitOf(name);
  // Whoever renames the script acts: the timer, this session, a boot, or the new connection that disarms. The timer has
  // two triggers: a daemon-reload restarts the first one's time, and a clock that is set moves the other.
  return sh`
systemctl stop ${`${unit}.timer`} 2>/dev/null || true
if ! ${autoRevertIsArmed(name)}; then
  systemctl start ${`${unit}.service`} 2>/dev/null || true # one that acts just now ends first
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

/** Waits until no switch acts any more: whoever gets in again may do so before all is back. */
export const revertsEnded: Script = sh`
for each in ${`${root}/`}*/acting; do
  while [ -e "$each" ]; do sleep 0.2; done
done`;

/** Said over a new connection: all is well. Fails where the switch has acted already. */
export function disarmAutoRevert(name: string, afterwards: Script): Script {
  const folder = autoRevertFolder(name);
  return sh`
if ! mv -- ${`${folder}/undo`} ${`${folder}/confirmed`} 2>/dev/null; then echo 'the old state was already restored' >&2; exit 1; fi
systemctl stop ${`${unitOf(name)}.timer`} 2>/dev/null || true
${afterwards}
${clean(name)}`;
}

/** Said over the old connection: act now. systemd runs it, so that it comes to its end also where this session doesn't. */
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
