// Stops a unit that trueup started and that is no longer declared; its package stays installed.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { stampPath } from './service-stamp.js';
import type { ServiceWant } from './service-want.js';

/**
 * Does nothing if stopping the unit could lock the operator out. A name that now refers to another unit isn't trueup's,
 * and a unit whose file is gone needs no disabling.
 */
export function stopForGood({ unit, running, enabled, lockOut }: ServiceWant): Script {
  if (lockOut || !running) return sh``;
  return sh`
[ "$(systemctl show -p Id --value -- ${unit})" = ${unit} ] || exit 0
systemctl stop -- ${unit} 2>/dev/null || ! systemctl is-active -q -- ${unit}
${enabled === true ? sh`if systemctl cat -- ${unit} >/dev/null 2>&1; then systemctl disable -q -- ${unit}; fi` : sh``}
rm -f -- ${stampPath(unit)}`;
}
