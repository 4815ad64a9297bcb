// Restores the configuration that a unit ran with: at once if it failed, or by the switch if no new login succeeded.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { putBack } from '../../undo/snapshot/restore-paths.js';
import { dropGood, goodFolder, hasGood } from '../../undo/triggers/last-good-config.js';
import { control, findSocket } from '../../shell/service-sockets.js';
import { stampNow, stampScripts } from './service-stamp.js';
import type { ServiceWant } from './service-want.js';
import { armAutoRevert, disarmAutoRevert, autoRevertFolder } from '../../undo/triggers/auto-revert.js';

/**
 * The last step of `fail`: restores the configuration that the unit ran with before. A unit that only refused to reload
 * keeps running; a unit that is down is started with the old configuration, and must stay up as it would with a new
 * one. The configuration that it failed to load is not recorded.
 */
export function goBack(unit: string, paths: readonly string[]): Script {
  return sh`
acted=no
go_back() {
  if ! ${hasGood(unit)}; then
    [ "$acted" = no ] || printf 'no previous configuration of %s is known to work, so nothing was restored\n' "$unit" >&2
    return 0
  fi
  status=0
  ( ${putBack(goodFolder(unit))}
systemctl daemon-reload ) >&2 || status=$?
  if [ "$status" != 0 ]; then
    printf 'the last working configuration of %s could not be restored\n' "$unit" >&2; return 0
  fi
  systemctl reset-failed -- "$unit" 2>/dev/null || true
  if [ "$acted" = reload ] && systemctl is-active --quiet -- "$seen"; then act reload || act restart || true
  elif [ "$acted" != no ]; then act restart || true; fi
  watch
  steady
  if [ "$why" != "" ]; then
    printf 'the last working configuration of %s was restored, but %s\n' "$unit" "$why" >&2; return 0
  fi
  printf 'the last working configuration of %s was restored, and the service is running\n' "$unit" >&2
  ( ${stampNow(unit, paths)} ) || true
${dropGood(unit)}
}`;
}

/**
 * systemd runs this long after the session has ended, or at boot. The stamp stays stale, so that the next plan shows
 * it.
 */
function undoScript({ unit, sockets }: ServiceWant): Script {
  const good = `${autoRevertFolder(unit)}/good`;
  return sh`
if [ -d ${good} ]; then
${putBack(good)}
fi
${dropGood(unit)}
if [ "\${TRUEUP_AT_BOOT-}" = "" ]; then
  if [ "$(systemctl show -p NeedDaemonReload --value -- ${unit})" = yes ]; then systemctl daemon-reload; fi
  ${sockets ? sh`{ read -r socket; read -r each; } <${listensPath(unit)}` : sh`:`}
  set -- reload-or-restart
  ${control(unit, sockets)}
fi`;
}

/** File that records which socket was listening when the auto-revert was armed. */
function listensPath(unit: string): string {
  return `${autoRevertFolder(unit)}/listens`;
}

/** File that holds the marks of the loaded configuration until the change is confirmed. */
function marksPath(unit: string): string {
  return `${autoRevertFolder(unit)}/marks`;
}

/** Arms the auto-revert; requires the files that `markStale` kept and the variables that `findSocket` set. */
export function armService(want: ServiceWant): Script {
  const { unit } = want;
  const keep = sh`if ${hasGood(unit)}; then cp -a -- ${goodFolder(unit)} ${`${autoRevertFolder(unit)}/good`}; fi
${want.sockets ? sh`printf '%s\n' "$socket" "$each" >${listensPath(unit)}` : sh``}`;
  return armAutoRevert(unit, keep, undoScript(want));
}

/**
 * If each connection has its own process, a new configuration takes effect as soon as it is written, so the auto-revert
 * is armed before that. Requires the files that `markStale` kept.
 */
export function armAhead(want: ServiceWant): Script {
  return sh`(
${findSocket(want.unit, want.sockets)}
if [ "$each" = yes ]; then
${armService(want)}
fi )`;
}

/**
 * Saves the marks for the confirmation: only then is the unit known to work with the configuration that it has loaded.
 */
export function awaitConfirmation(unit: string): Script {
  return sh`printf '%s\n' "$marks" >${marksPath(unit)}`;
}

/** Confirms the change; run over a new connection. */
export function confirmScript({ unit }: ServiceWant): Script {
  const marks = marksPath(unit);
  const remember = sh`
if [ -e ${marks} ]; then
marks=$(cat ${marks})
${stampScripts(unit, []).write}
fi`;
  return disarmAutoRevert(
    unit,
    sh`${remember}
${dropGood(unit)}`,
  );
}
