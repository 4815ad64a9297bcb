// Whether nginx runs with our configuration. It includes no file, so only whoever starts nginx can name another one.
import { effect, sh, type Resource } from '../../lib/kit.js';
import { execStart } from '../base/exec-start.js';
import { unlessBusy } from '../base/unless-busy.js';
import { hasLoaded, layout } from './config.js';

/** Judged once configuration and service are as declared. */
export function configEffect(of: readonly Resource[], statusPort: number): Resource {
  return effect({
    name: 'nginx',
    of,
    ask: sh`
${execStart}
tab=$(printf '\t')
unit_says nginx.service
# shellcheck disable=SC2086 # words they are
start=$(exec_start $files)
command=\${start#*"$tab"}
case " $command " in *\ -[cp]*)
  case " $command " in *" -c "${layout.config}" "*) ;; *)
    printf 'ExecStart\t%s\tone that reads %s\t%s\n' "$command" ${layout.config} "\${start%%"$tab"*}"
    exit 0 ;;
  esac ;;
esac
[ "$main" != 0 ] || exit 0
# While it reloads, who answers may be the old process still.
for again in 0.2 0.4 0.8 0; do
  if said=$( ( ${hasLoaded(statusPort)} ) 2>/dev/null ); then exit 0; fi
  case $said in *'configuration , but'*) break ;; esac
  sleep "$again"
done
${unlessBusy(statusPort)}
printf 'configuration that runs\tanother\t%s\tprocess %s: %s\n' ${layout.config} "$main" "$(tr '\0\t\n' '   ' <"/proc/$main/cmdline")"`,
    remedy: `Remove what names another configuration, then systemctl daemon-reload and systemctl restart nginx: only ${layout.config} is declared.`,
  });
}
