// Has a balancer give the address away so that what is going on has ended first.
import { sh, type Drain, type Host } from '../../lib/kit.js';

/** Tenths of a second that open connections get to end. A visitor who comes meanwhile knocks again after 1 s and 3 s. */
const patience = 20;

/**
 * A connection can't move with the address. So nobody new is let in, what is open ends or is told that it ended, and
 * only then the other balancer takes over.
 */
export function* giveAway(host: Host, address: string): Generator<Drain> {
  const family = address.includes(':') ? 'ip6' : 'ip';
  yield {
    on: host.name,
    out: sh`
held=
if command -v nft >/dev/null && ip -o address show | grep -qF ${` ${address}/`}; then held=yes; fi
if [ "$held" = yes ]; then
  nft add table inet trueup_drain
  nft add chain inet trueup_drain input '{ type filter hook input priority -10; }'
  nft add rule inet trueup_drain input ${family} daddr ${address} meta l4proto tcp ct state new drop
  waited=0
  while [ "$waited" -lt ${patience} ] && [ -n "$(ss -Htn state established src ${address})" ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  ss -KHtn state established src ${address} >/dev/null 2>&1 || true
fi
status=0
systemctl stop keepalived.service || status=$?
[ "$held" = "" ] || nft delete table inet trueup_drain
exit "$status"`,
    back: sh`systemctl start keepalived.service`,
  };
}
