// Whether HAProxy runs with our configuration: /etc/default/haproxy and drop-ins may name another or an additional one.
import { effect, sh, type Resource } from '../../lib/kit.js';
import { execStart } from '../base/exec-start.js';
import { anotherRuns } from '../base/stale-daemon-config.js';
import { hasLoaded, layout } from './config.js';

/*
 * The package's unit starts `haproxy -Ws -f $CONFIG … $EXTRAOPTS`. The last line that sets a variable counts, and files
 * of variables override what units set (systemd.exec(5), EnvironmentFile=).
 */
const named = String.raw`
  /^[ \t]*[#;]/ { next }
  FILENAME ~ /\.(conf|service)$/ { if (sub(/^[ \t]*Environment[ \t]*=/, "") == 0) next }
  {
    line = " " $0
    if (match(line, /[ "\047]CONFIG=["\047]?[^ "\047]*/)) {
      config = substr(line, RSTART + 8, RLENGTH - 8); sub(/^["\047]/, "", config)
      config_by = FILENAME ":" FNR
    }
    if (match(line, /[ "\047]EXTRAOPTS=["\047]?[^"\047]*/)) {
      extra = substr(line, RSTART + 11, RLENGTH - 11); sub(/^["\047]/, "", extra)
      extra_by = FILENAME ":" FNR
    }
  }
  END {
    if (config_by != "" && config != ours) print "CONFIG", config, ours, config_by
    if (extra ~ /(^| )(-f|--)( |\/|$)/) print "EXTRAOPTS", extra, "no other configuration", extra_by
    at = index(start, "\t"); command = substr(start, at + 1)
    gsub(/\$[{]?CONFIG[}]?/, ours, command)
    if (at > 0 && (command " " !~ " -f +" ours " " || command ~ / -f .* -f /))
      print "ExecStart", substr(start, at + 1), "a command that reads " ours, substr(start, 1, at - 1)
  }`;

/** Checked once the unit, the configuration and the service are as declared. */
export function configEffect(of: readonly Resource[], alivePort: number): Resource {
  return effect({
    name: 'haproxy',
    of,
    ask: sh`
${execStart}
unit_says haproxy.service
# shellcheck disable=SC2086 # these are separate words
set -- $files $variables
[ $# != 0 ] || exit 0
# shellcheck disable=SC2086
start=$(exec_start $files)
wins=$(start=$start awk -v OFS='\t' -v ours=${layout.config} ${`BEGIN { start = ENVIRON["start"] }${named}`} "$@")
if [ -n "$wins" ]; then printf '%s\n' "$wins"; exit 0; fi
${anotherRuns({ hasLoaded: hasLoaded(alivePort), port: alivePort, config: layout.config })}`,
    remedy: `Remove the setting that names another configuration, then run systemctl daemon-reload and systemctl restart haproxy. Trueup manages only ${layout.config}.`,
  });
}
