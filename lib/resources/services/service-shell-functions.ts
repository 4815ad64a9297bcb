// Shell functions with which the scripts of services control and check their unit.
import type { Script } from '../../model/script.js';
import { notices } from '../../shell/script-notices.js';
import { join, sh } from '../../shell/sh.js';
import { control, findSocket } from '../../shell/service-sockets.js';
import { startSecondsOf, type ServiceWant } from './service-want.js';
import { unitJournal } from '../../shell/unit-journal.js';

/*
 * The parts of a service's script share these variables; shellcheck verifies that each of them is set (SC2154).
 *   unit                from `tools`
 *   socket, each, seen  from `findSocket`: what listens, whether each connection has a process, what to check
 *   why                 from actions and checks: the reason for a failure, or empty
 *   status, said        from `captured`: status and output of one of the role's scripts
 *   acted               from `goBack` (no) and actions: what was done last
 *   marks               from `stampScripts`: the marks of the inputs before the action
 */

/** An action that takes longer than this is reported while it runs. */
const slowSeconds = 10;

/**
 * `report_if_slow` starts a timer for `act`, and `stop_timer` stops it. A slow action is reported once, with the unit's
 * state in systemd.
 */
const tellSlow = sh`
${notices}
report_if_slow() {
  {
    for _ in $(seq ${slowSeconds}); do sleep 1 4>&-; done
    state=$(systemctl show -p ActiveState,SubState --value -- "$unit" | tr '\n' ' ')
    say_waiting "the $1 of $unit (systemd: \${state% })"
  } >/dev/null 2>&1 &
  timer=$!
}
stop_timer() { kill "$timer" 2>/dev/null || true; wait "$timer" 2>/dev/null || true; }`;

/**
 * Runs a script of the role in its own subshell, which exits at the first failing command; sets `status` and `said`.
 */
export function captured(script: Script): Script {
  return sh`
set +e
said=$( ( set -eu
${script}
) 2>&1 )
status=$?
set -e`;
}

/** A unit counts as up if it stayed up and systemd didn't have to restart it meanwhile. */
function steady({ unit, settleSeconds }: ServiceWant): Script {
  const pause = settleSeconds ?? (runsSomething(unit) ? 1 : undefined);
  return sh`
watch() {
  restarts=$(systemctl show -p NRestarts --value -- "$seen")
  ${pause === undefined ? startedIsUp : sh`sleep ${pause}`} >/dev/null 2>&1 &
  watching=$!
}
steady() {
  why=
  wait "$watching"
  state=$(systemctl is-active -- "$seen") || true
  case $state in active | reloading | refreshing) ;; *) why="$seen did not stay up: its state is $state"; return 0 ;; esac
  if [ "$restarts" != "$(systemctl show -p NRestarts --value -- "$seen")" ]; then
    why="$unit does not stay up: systemd keeps restarting it"
  fi
}`;
}

/**
 * A restart of a socket also restarts what it activates, which takes some time; after a start, it is either up or not.
 */
const startedIsUp = sh`{ [ "\${acted-}" = start ] || sleep 1; }`;

/** A socket or a timer has no process that could exit. */
function runsSomething(unit: string): boolean {
  return !/\.(socket|timer|path|target)$/.test(unit);
}

/*
 * systemd forks to clean up after a service that ends (asynchronous_rm_rf() of src/shared/async.c), and the child holds
 * the service's socket for a moment: a restart then fails with "Address already in use", and what the socket activates
 * stays down. Therefore, a socket is started a second time, along with what was running.
 */
function withinBounds({ unit, sockets }: ServiceWant): Script {
  const once = sh`{ ${control(unit, sockets, sh`timeout "$most"`)}; } || status=$?`;
  if (!unit.endsWith('.socket')) return once;
  return sh`
  ran=
  for triggered in $(systemctl show -p Triggers --value -- "$unit"); do
    if systemctl is-active -q -- "$triggered"; then ran="$ran $triggered"; fi
  done
  ${once}
  if [ "$status" != 0 ] && [ "$status" != 124 ]; then
    sleep 1
    status=0
    timeout "$most" systemctl start -- "$unit" $ran || status=$?
  fi`;
}

/**
 * Defines `begin_meanwhile`, which starts the stand-in if the unit is up, and sets `why` if that fails, and
 * `end_meanwhile`, which stops it.
 */
function standIn({ meanwhile }: ServiceWant): Script {
  if (!meanwhile)
    return sh`
begin_meanwhile() { :; }
end_meanwhile() { :; }`;
  return sh`
stands_in=no
begin_meanwhile() {
  systemctl is-active --quiet -- "$unit" || return 0
  ${captured(meanwhile.begin)}
  if [ "$status" = 0 ]; then stands_in=yes; return 0; fi
  why="$unit was not restarted because its stand-in did not start:
$said"
  return 1
}
end_meanwhile() {
  [ "$stands_in" = yes ] || return 0
  stands_in=no
  ${captured(meanwhile.end)}
}`;
}

/**
 * Sets `unit`, runs a daemon-reload if one is needed, and defines the common functions: `act` runs systemctl with a
 * time limit, `watch` starts to watch the unit, `steady` sets `why` if the unit hasn't stayed up since, and `fail`
 * prints the reason with the unit's last log lines. `back` defines `go_back`, which `fail` then calls.
 */
export function tools(want: ServiceWant, back?: Script): Script {
  return sh`
unit=${want.unit}
${findSocket(want.unit, want.sockets)}
since=$(date '+%Y-%m-%d %H:%M:%S')
seconds_up() { cut -d . -f 1 /proc/uptime; }
most=${startSecondsOf(want)}
most=$((most * \${trueup_pace:-1}))
${tellSlow}
act() {
  status=0
  report_if_slow "$1"
  ${withinBounds(want)}
  stop_timer
  [ "$status" != 0 ] || return 0
  why="$unit: $1 failed"
  [ "$status" != 124 ] || why="$unit: $1 took longer than $most s"
  return 1
}
${standIn(want)}
${steady(want)}
${back ?? sh``}
${unitJournal}
fail() {
  { printf '%s\n' "$@"; journal_of "$unit $seen" --since="$since" --lines=20 --output=short-iso 2>/dev/null || true; } >&2
  ${back ? sh`go_back` : sh`:`}
  end_meanwhile
  exit 1
}
if [ "$(systemctl show -p NeedDaemonReload --value -- "$unit")" = yes ]; then systemctl daemon-reload; fi`;
}

/** Fails if the unit isn't healthy or hasn't loaded its configuration. */
export function settle({ loaded, loadedSeconds = 10, meanwhile }: ServiceWant): Script {
  const stays = sh`
steady
[ "$why" = "" ] || fail "$why"`;
  if (!loaded)
    return sh`
watch
${stays}
end_meanwhile`;
  const asked = sh`
deadline=${loadedSeconds}
deadline=$(($(seconds_up) + deadline * \${trueup_pace:-1}))
wrong=0
while :; do
${captured(loaded)}
  [ "$status" != 0 ] || break
  [ "$status" = 1 ] || wrong=$((wrong + 1))
  if [ "$wrong" -ge 10 ] || [ "$(seconds_up)" -ge "$deadline" ] || ! systemctl is-active --quiet -- "$seen"; then break; fi
  sleep 1
done
well=$status`;
  const judged = sh`[ "$well" = 0 ] || fail "$unit is running, but has not loaded its configuration:" "$said"`;
  // Otherwise, the stand-in would answer instead of the unit.
  if (meanwhile) return join([sh`watch`, stays, sh`end_meanwhile`, asked, judged]);
  return join([sh`watch`, asked, stays, judged]);
}
