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
 * What `fail` does at last: puts back what the unit ran with before. A unit that only refused to reload goes on; one that
 * is down is started with the old configuration, and must stay up as with a new one. What it should have loaded nobody
 * knows any more.
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

/** Run by systemd, long after this session, or at boot. The stamp is stale still, so that the next plan sees it. */
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

/** Who listened when the switch was armed. */
function listensPath(unit: string): string {
  return `${autoRevertFolder(unit)}/listens`;
}

/** Where the marks of what was loaded wait for the confirmation. */
function marksPath(unit: string): string {
  return `${autoRevertFolder(unit)}/marks`;
}

/** Arms the switch; needs what `markStale` kept and `findSocket` found. */
export function armService(want: ServiceWant): Script {
  const { unit } = want;
  const keep = sh`if ${hasGood(unit)}; then cp -a -- ${goodFolder(unit)} ${`${autoRevertFolder(unit)}/good`}; fi
${want.sockets ? sh`printf '%s\n' "$socket" "$each" >${listensPath(unit)}` : sh``}`;
  return armAutoRevert(unit, keep, undoScript(want));
}

/**
 * Where each connection has its own process, what is written is in force at once: the switch is armed before. Needs what
 * `markStale` kept.
 */
export function armAhead(want: ServiceWant): Script {
  return sh`(
${findSocket(want.unit, want.sockets)}
if [ "$each" = yes ]; then
${armService(want)}
fi )`;
}

/** Leaves the marks for the confirmation: before it the unit isn't known to run well with what it has loaded. */
export function awaitConfirmation(unit: string): Script {
  return sh`printf '%s\n' "$marks" >${marksPath(unit)}`;
}

/** Said over a new connection. */
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
