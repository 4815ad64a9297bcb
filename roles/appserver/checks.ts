// What must hold on an application server.
import { couldNotLook, httpOnHost, sh, succeeds, unitRuns, type Check, type Scope } from '../../lib/kit.js';
import { asVisitors } from './visitor-request.js';
import { layoutOf } from './paths-and-units.js';
import type { AppserverVars } from './vars.js';

/** The highest acceptable exposure, as reported by `systemd-analyze security`; 0 is the best. */
const exposure = 3;

/** The checks of the appserver role on one host. */
export function* appserverChecks({
  host,
  fleet,
  vars,
}: Omit<Scope<AppserverVars>, 'facts' | 'platform' | 'render'>): Iterable<Check> {
  const { name: on, address } = host;
  const layout = layoutOf(vars);
  const has = vars.health_has;
  const at = { address, port: vars.port, ...asVisitors(fleet, vars) };
  // A request on the host itself would not show whether its firewall admits other hosts.
  const [web] = fleet.withRole('nginx');
  const asker = web?.name ?? on;

  if (vars.socket_activation) yield unitRuns({ on, unit: layout.socket });
  yield unitRuns({ on, unit: layout.service });
  yield httpOnHost({
    ...at,
    on: asker,
    title: `${vars.name} on ${on} answers ${asker === on ? 'local requests' : `requests from ${asker}`} at ${vars.live_path}`,
    path: vars.live_path,
    expect: { status: 200 },
    retry: { times: 5, pauseSeconds: 1 },
  });
  yield httpOnHost({
    ...at,
    on,
    title: `${vars.name} on ${on} is healthy: ${vars.health_path} returns 200${has === undefined ? '' : ` with ${has}`}`,
    path: vars.health_path,
    expect: { status: 200, ...(has !== undefined && { body: has }) },
    needs: fleet.withRole('mysql').map(({ name }) => name),
    retry: { times: 5, pauseSeconds: 1 },
  });
  yield succeeds({
    title: `${vars.name} on ${on} runs in a sandbox`,
    on,
    // --threshold came with systemd 250.
    script: sh`
rated=$(systemd-analyze security --no-pager -- ${layout.service} | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
awk -v rated="$rated" -v limit=${exposure} 'BEGIN { exit !(rated != "" && rated <= limit) }' || {
  printf 'systemd-analyze security rates the service %s; the limit is %s\n' "\${rated:-not at all}" ${exposure}; exit 1; }`,
  });
  yield succeeds({
    title: `only root can read the secrets of ${vars.name} on ${on}`,
    on,
    script: sh`
[ "$(stat -c '%a %U' -- ${layout.credentials})" = '700 root' ]
wide=$(find ${layout.credentials} -type f ! '(' -user root -perm 600 ')')
[ -z "$wide" ] || { printf '%s\n' "$wide"; exit 1; }`,
  });
  yield {
    title: `no process of ${vars.name} on ${on} has a secret in its command line or environment`,
    questions: [
      {
        on,
        // The values stay on the host: only the name of a secret that was found is printed.
        script: sh`
group=$(systemctl show -p ControlGroup --value -- ${layout.service})
[ -n "$group" ] || { echo 'the service is not running' >&2; exit 1; }
looked=0
procs=$(cat "/sys/fs/cgroup$group/cgroup.procs" 2>/dev/null || cat "/sys/fs/cgroup/systemd$group/cgroup.procs")
for pid in $procs; do
  for seen in "/proc/$pid/environ" "/proc/$pid/cmdline"; do
    # A process that has ended meanwhile has neither.
    [ -e "$seen" ] || continue
    looked=$((looked + 1))
    for file in ${layout.credentials}/*; do
      [ -e "$file" ] || continue
      # Lines of fewer than eight characters would be found by chance.
      if grep '........' "$file" | grep -qF -f - -- "$seen"; then printf '%s in %s\n' "$file" "$seen"; fi
    done
  done
done
[ "$looked" -gt 0 ] || { echo 'no process of the service can be inspected' >&2; exit 1; }`,
      },
    ],
    judge([answer]) {
      if (answer?.status !== 0)
        throw couldNotLook(`the processes of ${layout.service} on ${on} can't be inspected`, answer);
      return answer.stdout.trim() || undefined;
    },
  };
}
