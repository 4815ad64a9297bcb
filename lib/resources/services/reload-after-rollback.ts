// Makes a unit load its restored configuration after a rollback.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { atBootOf, isAnyUp, isUp, type ServiceHave } from './read-services.js';
import { marks, stampPath, stampScripts } from './service-stamp.js';
import type { ServiceChange } from './service-script.js';
import { captured, settle, tools } from './service-shell-functions.js';
import { allInputs, inputsOf, type ServiceWant } from './service-want.js';

/*
 * A line that is only in one of them is a difference between the stamp and the disk. The stamp may list inputs that the
 * older configuration had and this one hasn't: they are included, too.
 */
function chooseAction(want: ServiceWant, paths: readonly string[]): Script {
  const cold = (want.restartOn ?? []).some(({ type }) => type.paths === undefined);
  return sh`
odd=$( { ${marks(paths)}
  cat "$stamp"; } | sort | uniq -u)
if [ -n "$odd" ]; then
  action=reload
  [ "$(systemctl show -p CanReload --value -- "$unit")" = yes ] || action=restart
  ${cold ? sh`if grep -qx stale "$stamp"; then action=restart; fi` : sh`:`}
  for path in ${inputsOf(want.restartOn)}; do
    case $odd in *"$path"*) action=restart ;; esac
  done
fi`;
}

/** Makes a unit that was up run again, with the configuration on disk; a unit that was down stays down. */
export function serviceTakeUp(want: ServiceWant, have: ServiceHave): Script {
  const paths = [...new Set([...allInputs(want), ...(have.stamp?.marks.keys() ?? [])])].sort();
  const watched = paths.length > 0;
  const { remember, write } = stampScripts(want.unit, paths);
  return sh`
${tools(want)}
stamp=${stampPath(want.unit)} action=
state=$(systemctl is-active -- "$seen") || true
case $state in
  active | activating | reloading | refreshing) [ ! -e "$stamp" ] || { :
${watched ? chooseAction(want, paths) : sh``}
  } ;;
  *) ${isAnyUp(have) ? sh`action=start` : sh`:`} ;;
esac
if [ -n "$action" ]; then
${
  want.test
    ? sh`${captured(want.test)}
[ "$status" = 0 ] || { printf 'the configuration that was restored for %s is invalid:\n%s\n' "$unit" "$said" >&2; exit 1; }`
    : sh``
}
${watched ? remember : sh``}
systemctl reset-failed -- "$unit" 2>/dev/null || true
[ "$action" != restart ] || begin_meanwhile || fail "$why"
act "$action" || fail "$why"
${settle(want)}
${watched ? write : sh``}
fi
${!want.enabled && have.enabled === 'enabled' ? sh`systemctl enable -q -- "$unit"` : sh``}`;
}

/**
 * What must happen before the configuration is restored: a unit that was down is stopped while its files still exist.
 */
export function undoService(
  want: ServiceWant,
  have: ServiceHave,
  changed: ReadonlySet<ServiceChange['key']>,
): Script {
  const { unit } = want;
  const { active, enabled } = have;
  const boot = changed.has('boot') && want.enabled === true;
  return sh`
${changed.has('state') && want.running && !isUp(active) ? sh`systemctl stop -- ${unit} 2>/dev/null || true; rm -f -- ${stampPath(unit)}` : sh``}
${boot && !enabled.startsWith('masked') ? sh`systemctl disable -q -- ${atBootOf(want, have)} 2>/dev/null || true` : sh``}
${changed.has('mask') ? sh`systemctl mask -q ${enabled === 'masked-runtime' ? ['--runtime'] : []} -- ${unit}` : sh``}`;
}
