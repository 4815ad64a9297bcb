// The script that brings a unit to its state.
import type { Change } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { join, sh } from '../shell/sh.js';
import { goBack, undoScript } from './service-go-back.js';
import { dropGood } from './service-good.js';
import { stampPath, stampScripts } from './service-stamp.js';
import type { ServiceWant } from './service-want.js';
import { armSwitch } from './undo-switch.js';

type Action = 'start' | 'stop' | 'restart' | 'reload' | 'adopt' | 'nothing';

function actionOf(want: ServiceWant, changes: readonly Change[]): Action {
  if (changes.some(({ what }) => what === 'state')) return want.running ? 'start' : 'stop';
  for (const action of ['restart', 'reload', 'adopt'] as const) {
    if (changes.some(({ verb, what }) => verb === 'run' && what === action)) return action;
  }
  return 'nothing';
}

/**
 * Names the unit, defines `fail`, which says why with the unit's own last words, and lets systemd read what is new.
 * `back` defines the function `go_back`, which `fail` calls at last.
 */
export const tools = (unit: string, back?: Script): Script => sh`
unit=${unit}
${back ?? sh``}
since=$(date '+%Y-%m-%d %H:%M:%S')
fail() {
  { printf '%s\n' "$@"; journalctl -u "$unit" --since "$since" -n 20 --no-pager -o short-iso 2>/dev/null || true; } >&2
  ${back ? sh`go_back` : sh`:`}
  exit 1
}
if [ "$(systemctl show -p NeedDaemonReload --value -- "$unit")" = yes ]; then systemctl daemon-reload; fi`;

/*
 * Enabling a unit brings its aliases back (sshd.service of ssh.service). Where systemd remembers such a name as missing,
 * the reload takes the running unit for a dead one, and may end PID 1 (systemd issue 14141, mended in 259). A unit
 * that isn't running has no state to lose: so it pauses meanwhile, where an alias is missing.
 */
const pause = sh`
paused=
for alias in $(systemctl cat -- "$unit" 2>/dev/null | sed -n 's/^Alias=//p'); do
  if [ "$(systemctl show -p LoadState --value -- "$alias")" = not-found ]; then paused=yes; fi
done
if [ "$paused" = yes ] && systemctl is-active -q -- "$unit"; then systemctl stop -- "$unit"; else paused=; fi`;
const resume = sh`
[ "$paused" != yes ] || systemctl start -- "$unit" || fail "$unit: it did not start again after it was enabled"`;

/** `systemctl enable` exits with 0 for a unit that nothing can pull in at boot; so it is asked afterwards. */
function bootScript({ enabled }: ServiceWant, changes: readonly Change[]): Script {
  if (!changes.some(({ what }) => what === 'at boot')) return sh``;
  if (!enabled) return sh`systemctl disable -q -- "$unit"; systemctl disable -q --runtime -- "$unit"`;
  return sh`
${pause}
systemctl enable -q -- "$unit"
${resume}
state=$(systemctl is-enabled -- "$unit") || true
case $state in
  enabled | alias) ;;
  *) printf '%s is %s and was not enabled: it has no [Install] section that says when it starts\n' "$unit" "$state" >&2; exit 1 ;;
esac`;
}

/** Runs a script of the role as its own, so that its first failing command counts; leaves `status` and `said`. */
export function captured(script: Script): Script {
  return sh`
set +e
said=$( ( set -eu
${script}
) 2>&1 )
status=$?
set -e`;
}

function testScript({ test }: ServiceWant, action: Action): Script {
  if (!test || !/^(start|restart|reload)$/.test(action)) return sh``;
  const left = action === 'start' ? 'it was not started' : 'it goes on with what it has loaded';
  return sh`
${captured(test)}
[ "$status" = 0 ] || { printf 'the configuration of %s is wrong, so %s:\n%s\n' "$unit" ${left} "$said" >&2; go_back; exit 1; }`;
}

/** A unit counts as up when it stayed so, and systemd didn't have to start it again meanwhile. */
export function settle({ settleSeconds = 1, loaded }: ServiceWant): Script {
  const steady = sh`
restarts=$(systemctl show -p NRestarts --value -- "$unit")
sleep ${settleSeconds}
state=$(systemctl is-active -- "$unit") || true
case $state in active | reloading | refreshing) ;; *) fail "$unit did not stay up: it is $state" ;; esac
[ "$restarts" = "$(systemctl show -p NRestarts --value -- "$unit")" ] || fail "$unit does not stay up: systemd keeps starting it"`;
  if (!loaded) return steady;
  return sh`
${steady}
tries=0
while :; do
${captured(loaded)}
  [ "$status" != 0 ] || break
  tries=$((tries + 1))
  [ "$tries" -lt 10 ] || fail "$unit runs, but not with its configuration:" "$said"
  sleep 1
done`;
}

/** Whether the changes can keep the operator out, so that a new connection must prove that they don't. */
export function mayLockOut(want: ServiceWant, changes: readonly Change[]): boolean {
  return want.lockOut === true && /^(restart|reload)$/.test(actionOf(want, changes));
}

function actScript(want: ServiceWant, action: Action, watched: boolean, paths: readonly string[]): Script {
  const { remember, write } = stampScripts(want.unit, paths);
  if (action === 'nothing') return sh``;
  if (action === 'stop') return sh`systemctl stop -- "$unit"; rm -f ${stampPath(want.unit)}`;
  if (action === 'adopt') return join([remember, write]);
  const arm = want.lockOut && action !== 'start' ? armSwitch(want.unit, sh`:`, undoScript(want.unit)) : sh``;
  return sh`
${watched ? remember : sh``}
systemctl reset-failed -- "$unit" 2>/dev/null || true
${arm}
action=${action}
acted=$action
systemctl "$action" -- "$unit" || fail "$unit: $action failed"
${settle(want)}
${watched ? write : sh``}
${want.lockOut ? sh`` : dropGood(want.unit)}`;
}

/** Unmask, enable, test, act, wait until it is well, and only then remember what it has loaded. `paths` are its inputs. */
export function serviceScript(
  want: ServiceWant,
  changes: readonly Change[],
  paths: readonly string[],
): Script {
  const action = actionOf(want, changes);
  const watched = (want.reloadOn ?? []).length + (want.restartOn ?? []).length > 0;
  const unmask = changes.some(({ what }) => what === 'mask')
    ? sh`systemctl unmask -q -- "$unit"; systemctl unmask -q --runtime -- "$unit"`
    : sh``;
  return join([
    tools(want.unit, goBack(want.unit, paths)),
    unmask,
    testScript(want, action),
    bootScript(want, changes),
    actScript(want, action, watched, paths),
  ]);
}
