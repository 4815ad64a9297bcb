// Back to the configuration that a unit ran with: at once where it failed, or by the switch where nobody got in.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';
import { dropGood, hasGood, restoreGood } from './service-good.js';
import { stampNow } from './service-stamp.js';
import type { ServiceWant } from './service-want.js';
import { disarmSwitch } from './undo-switch.js';

/**
 * What `fail` does at last: puts back what the unit ran with before. A unit that only refused to reload goes on; one that
 * is down is started with the old configuration.
 */
export function goBack(unit: string, paths: readonly string[]): Script {
  return sh`
acted=no
go_back() {
  if ! ${hasGood(unit)}; then return 0; fi
  ( set -eu
${restoreGood(unit)}
systemctl daemon-reload
  ) >&2 || { printf 'the configuration that %s ran with could not be put back\n' "$unit" >&2; return 0; }
  systemctl reset-failed -- "$unit" 2>/dev/null || true
  if [ "$acted" = reload ] && systemctl is-active --quiet -- "$unit"; then systemctl reload -- "$unit" || systemctl restart -- "$unit" || true
  elif [ "$acted" != no ]; then systemctl restart -- "$unit" || true; fi
  state=$(systemctl is-active -- "$unit") || true
  if [ "$state" = active ]; then
    printf 'the configuration that %s ran with was put back, and it runs\n' "$unit" >&2
    ( ${stampNow(unit, paths)} ) || true
${dropGood(unit)}
  else printf 'the configuration that %s ran with was put back, but it is %s\n' "$unit" "$state" >&2; fi
}`;
}

/** Run by systemd, long after this session: files back, and the unit told. The next plan sees it by the stamp. */
export function undoScript(unit: string): Script {
  return sh`
if ! ${hasGood(unit)}; then exit 0; fi
${restoreGood(unit)}
systemctl daemon-reload
systemctl reload-or-restart -- ${unit}
${dropGood(unit)}`;
}

/** Said over a new connection. */
export function confirmScript({ unit }: ServiceWant): Script {
  return disarmSwitch(unit, dropGood(unit));
}
