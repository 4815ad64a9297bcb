// Takes an application server out of service so that each request finds another one.
import { httpOnHost, sh, type Check, type Drain, type Fleet, type Host } from '../../lib/kit.js';
import { asVisitors, type AsVisitors } from './visitor-request.js';
import type { Layout } from './paths-and-units.js';
import type { AppserverVars } from './vars.js';

/** Seconds after which nginx tries a failed server again (templates/nginx/nginx.conf.njk). */
const failTimeout = 5;

/** An application server and its variables. */
interface Server {
  readonly host: Host;
  readonly vars: AppserverVars;
}

/** Holds if the server is healthy as seen from the host that would send it requests. */
function servesTo(from: string, { host: { name, address }, vars }: Server, as: AsVisitors): Check {
  const { port, live_path, health_path } = vars;
  const answers = [live_path, health_path].map((path) =>
    httpOnHost({ on: from, address, port, path, ...as, expect: { status: 200 } }),
  );
  return {
    title: `${name} can serve requests${from === name ? '' : ` from ${from}`}`,
    questions: answers.flatMap(({ questions }) => questions),
    judge: (told) =>
      answers.map((one, at) => one.judge(told.slice(at, at + 1))).find((found) => found !== undefined),
  };
}

/**
 * Yields nothing if this is the only server, because no other could serve its requests. New connections are refused,
 * upon which nginx tries another server for any kind of request; then the application finishes its open requests, as in
 * a restart. The refusal does not persist across a reboot.
 */
export function* drainApplication(
  { host, vars: { port } }: Server,
  others: readonly Server[],
  fleet: Fleet,
  layout: Layout,
): Generator<Drain> {
  if (others.length === 0) return;
  const webs = fleet.withRole('nginx');
  yield {
    on: host.name,
    // One web server that can be asked is enough: one that is down sends no work to any server.
    others: others.flatMap((other) =>
      (webs.length > 0 ? webs : [other.host]).map(({ name }) =>
        servesTo(name, other, asVisitors(fleet, other.vars)),
      ),
    ),
    out: sh`
if command -v nft >/dev/null; then
  nft add table inet trueup_drain
  nft flush table inet trueup_drain
  nft add chain inet trueup_drain input '{ type filter hook input priority -10; }'
  nft add rule inet trueup_drain input iifname != lo tcp dport ${port} ct state new reject with tcp reset
fi`,
    halt: sh`systemctl stop -- ${layout.service}`,
    back: sh`
if command -v nft >/dev/null; then nft delete table inet trueup_drain 2>/dev/null || true; fi
# Without a reboot after the halt, nothing else would start it. Whether it is healthy is checked elsewhere.
systemctl start -- ${layout.service} || true
sleep ${failTimeout + 1} # otherwise, nginx may consider both down when the next one is drained`,
  };
}
