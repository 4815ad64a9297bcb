// The script that brings a unit to its state.
import type { Change } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { atBootOf, type ServiceHave } from './read-services.js';
import { armService, awaitConfirmation, goBack } from './restore-failed-service.js';
import { dropGood } from '../../undo/triggers/last-good-config.js';
import { stampPath, stampScripts } from './service-stamp.js';
import { captured, settle, tools } from './service-shell-functions.js';
import type { ServiceWant } from './service-want.js';

type Action = 'start' | 'stop' | 'restart' | 'reload' | 'adopt' | 'nothing';

/** The aspects in which a service may differ. */
export type ServiceChange = Change<'mask' | 'boot' | 'state' | 'restart' | 'reload' | 'adopt'>;

/** The action that the changes require. */
export function actionOf(want: ServiceWant, changes: readonly ServiceChange[]): Action {
  if (changes.some(({ key }) => key === 'state')) return want.running ? 'start' : 'stop';
  for (const action of ['restart', 'reload', 'adopt'] as const) {
    if (changes.some(({ key }) => key === action)) return action;
  }
  return 'nothing';
}

/*
 * Enabling a unit restores its aliases (sshd.service for ssh.service). If systemd remembers such a name as missing, the
 * reload takes the running unit for a dead one, and may end PID 1 (systemd issue 14141, fixed in 259). A unit that
 * isn't running has no state to lose, so the unit is stopped meanwhile if an alias is missing.
 */
const pause = sh`
paused=
for alias in $(systemctl cat -- "$unit" 2>/dev/null | sed -n 's/^Alias=//p'); do
  if [ "$(systemctl show -p LoadState --value -- "$alias")" = not-found ]; then paused=yes; fi
done
if [ "$paused" = yes ] && systemctl is-active -q -- "$unit"; then systemctl stop -- "$unit"; else paused=; fi`;
const resume = sh`
[ "$paused" != yes ] || act start || fail "$why"`;

/** `systemctl enable` exits with 0 even if nothing can pull in the unit at boot, so its state is checked afterwards. */
function bootScript(want: ServiceWant, have: ServiceHave, changes: readonly ServiceChange[]): Script {
  if (!changes.some(({ key }) => key === 'boot')) return sh``;
  if (!want.enabled) return sh`systemctl disable -q -- "$unit"; systemctl disable -q --runtime -- "$unit"`;
  return sh`
${pause}
starts=${atBootOf(want, have)}
systemctl enable -q -- "$starts"
${resume}
state=$(systemctl is-enabled -- "$starts") || true
case $state in
  enabled | alias) ;;
  *) printf '%s is %s and could not be enabled, because it has no [Install] section\n' "$starts" "$state" >&2; exit 1 ;;
esac`;
}

function testScript({ test }: ServiceWant, action: Action): Script {
  if (!test || !/^(start|restart|reload)$/.test(action)) return sh``;
  const left =
    action === 'start'
      ? 'the service was not started'
      : 'the service keeps running with its current configuration';
  return sh`
${captured(test)}
[ "$status" = 0 ] || { printf 'the configuration of %s is invalid, so %s:\n%s\n' "$unit" ${left} "$said" >&2; go_back; exit 1; }`;
}

/** Whether the changes could lock the operator out, so that a new connection must prove that they don't. */
export function mayLockOut(want: ServiceWant, changes: readonly ServiceChange[]): boolean {
  return want.lockOut === true && /^(restart|reload)$/.test(actionOf(want, changes));
}

function actScript(want: ServiceWant, action: Action, watched: boolean, paths: readonly string[]): Script {
  const { unit } = want;
  const { remember, write } = stampScripts(unit, paths);
  if (action === 'nothing') return sh``;
  if (action === 'stop') return sh`systemctl stop -- "$unit"; rm -f ${stampPath(unit)}`;
  if (action === 'adopt') return join([remember, write]);
  const armed = want.lockOut === true && action !== 'start';
  const known = armed ? awaitConfirmation(unit) : write;
  return sh`
${watched ? remember : sh``}
systemctl reset-failed -- "$unit" 2>/dev/null || true
${armed ? armService(want) : sh``}
${action === 'restart' ? sh`begin_meanwhile || fail "$why"` : sh``}
acted=${action}
act "$acted" || fail "$why"
${settle(want)}
${watched ? known : sh``}
${armed ? sh`` : dropGood(unit)}`;
}

/**
 * Unmasks, tests, enables, acts, waits until the unit is healthy, and only then records what it has loaded. `paths` are
 * the unit's inputs.
 */
export function serviceScript(
  want: ServiceWant,
  have: ServiceHave,
  changes: readonly ServiceChange[],
  paths: readonly string[],
): Script {
  const action = actionOf(want, changes);
  const watched = (want.reloadOn ?? []).length + (want.restartOn ?? []).length > 0;
  const unmask = changes.some(({ key }) => key === 'mask')
    ? sh`systemctl unmask -q -- "$unit"; systemctl unmask -q --runtime -- "$unit"`
    : sh``;
  return join([
    tools(want, goBack(want.unit, paths)),
    unmask,
    testScript(want, action),
    bootScript(want, have, changes),
    actScript(want, action, watched, paths),
  ]);
}
