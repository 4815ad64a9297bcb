// Checks a configuration with keepalived itself.
import { sh, type Script } from '../../lib/kit.js';

/**
 * Only exit status 0 means a configuration without faults: 5 means that scripts run without script security, although
 * keepalived would start. keepalived 2.2.5 to 2.2.7 takes itself for an orphan and ends with SIGTERM (143) as soon as
 * it checks a script of a user other than root (lib/notify.c), so with these versions, the rest is checked with root in
 * place of that user.
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
