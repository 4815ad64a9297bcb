// Takes an application server out of service so that each request finds another one.
import { sh, type Drain, type Fleet, type Host } from '../../lib/kit.js';
import type { Layout } from './layout.js';

/** Seconds after which nginx looks again at a server that failed (templates/nginx/nginx.conf.njk). */
const failTimeout = 5;

/**
 * Nothing where it is the only one: then there is nobody to ask instead. New connections are refused, which nginx takes
 * as a reason to ask another server whatever the request is; then the application ends what it has begun, as whoever
 * restarts it has it do. A boot forgets the refusal.
 */
export function* drainApplication(host: Host, fleet: Fleet, port: number, layout: Layout): Generator<Drain> {
  if (fleet.withRole('appserver').length < 2) return;
  yield {
    on: host.name,
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
# Where no boot came after the halt, nobody else would. Whether it is well is asked elsewhere.
systemctl start -- ${layout.service} || true
sleep ${failTimeout + 1} # or nginx may hold both for gone when the next one goes`,
  };
}
