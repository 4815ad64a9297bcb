// What must hold on an application server.
import { httpOnHost, sh, succeeds, TrueupError, unitRuns, type Check, type Scope } from '../../lib/kit.js';
import { layoutOf } from './layout.js';
import type { AppserverVars } from './vars.js';

/** The weakest sandbox that counts as one: systemd-analyze(1), "security"; 0 is the best. */
const exposure = 3;

/** The checks of the appserver role on one host. */
export function* appserverChecks({
  host,
  vars,
}: Omit<Scope<AppserverVars>, 'facts' | 'platform' | 'render'>): Iterable<Check> {
  const { name: on, address } = host;
  const layout = layoutOf(vars);
  const at = { on, address, port: vars.port };

  if (vars.socket_activation) yield unitRuns({ on, unit: layout.socket });
  yield unitRuns({ on, unit: layout.service });
  yield httpOnHost({
    ...at,
    title: `${vars.name} on ${on} answers`,
    path: vars.live_path,
    expect: { status: 200 },
    retry: { times: 5, pauseSeconds: 1 },
  });
  yield httpOnHost({
    ...at,
    title: vars.database
      ? `${vars.name} on ${on} writes to its database and reads it back`
      : `${vars.name} on ${on} is healthy`,
    path: vars.health_path,
    expect: { status: 200 },
    retry: { times: 5, pauseSeconds: 1 },
  });
  yield succeeds({
    title: `${vars.name} on ${on} runs in a sandbox`,
    on,
    // --threshold came with systemd 250.
    script: sh`
rated=$(systemd-analyze security --no-pager -- ${layout.service} | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
awk -v rated="$rated" -v limit=${exposure} 'BEGIN { exit !(rated != "" && rated <= limit) }' || {
  printf 'systemd-analyze security rates it %s, the limit is %s\n' "\${rated:-not at all}" ${exposure}; exit 1; }`,
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
    title: `no secret of ${vars.name} on ${on} stands in its command line or environment`,
    questions: [
      {
        on,
        // The values stay on the host: only the name of a secret that was found is printed.
        script: sh`
pid=$(systemctl show -p MainPID --value -- ${layout.service})
[ "$pid" -gt 0 ] || { echo 'it does not run' >&2; exit 1; }
for file in ${layout.credentials}/*; do
  [ -e "$file" ] || continue
  for seen in "/proc/$pid/environ" "/proc/$pid/cmdline"; do
    # Lines of fewer than eight characters would be found by chance.
    if grep '........' "$file" | grep -qF -f - -- "$seen"; then printf '%s in %s\n' "$file" "$seen"; fi
  done
done`,
      },
    ],
    judge([answer]) {
      if (answer?.status !== 0)
        throw new TrueupError('E_UNREADABLE', `could not look: ${answer?.stderr.trim() ?? 'no answer'}`);
      return answer.stdout.trim() || undefined;
    },
  };
}
