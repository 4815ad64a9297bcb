// Checks a configuration with keepalived itself.
import { sh, type Script } from '../../lib/kit.js';

/**
 * Exit status 0 only for a configuration without a fault: 5 says that scripts run without security, and keepalived would
 * start. keepalived 2.2.5 to 2.2.7 takes itself for an orphan and ends by SIGTERM (143) as soon as it looks at a script
 * of another user than root (lib/notify.c), so there the rest is judged with root in that user's place.
 */
export function judge(config: string): Script {
  return sh`
status=0
/usr/sbin/keepalived -t -f ${config} || status=$?
[ "$status" = 143 ] || exit "$status"
copy=$(mktemp /run/trueup-keepalived-XXXXXX)
sed 's/^\( *script_user \).*/\1root/' ${config} >"$copy"
status=0
/usr/sbin/keepalived -t -f "$copy" || status=$?
rm -f "$copy"
exit "$status"`;
}
