// Whether nginx runs with our configuration. It includes no files, so only nginx's command line can name another one.
import { effect, sh, type Resource } from '../../lib/kit.js';
import { execStart } from '../base/exec-start.js';
import { anotherRuns } from '../base/stale-daemon-config.js';
import { hasLoaded, layout } from './config.js';

/** Checked once the configuration and the service are as declared. */
export function configEffect(of: readonly Resource[], statusPort: number): Resource {
  return effect({
    name: 'nginx',
    of,
    ask: sh`
${execStart}
tab=$(printf '\t')
unit_says nginx.service
# shellcheck disable=SC2086 # these are separate words
start=$(exec_start $files)
command=\${start#*"$tab"}
case " $command " in *\ -[cp]*)
  case " $command " in *" -c "${layout.config}" "*) ;; *)
    printf 'ExecStart\t%s\ta command that reads %s\t%s\n' "$command" ${layout.config} "\${start%%"$tab"*}"
    exit 0 ;;
  esac ;;
esac
${anotherRuns({ hasLoaded: hasLoaded(statusPort), port: statusPort, config: layout.config })}`,
    remedy: `Remove the setting that names another configuration, then run systemctl daemon-reload and systemctl restart nginx. Trueup manages only ${layout.config}.`,
  });
}
