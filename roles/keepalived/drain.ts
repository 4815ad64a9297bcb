// Lets a balancer finish its open connections before it gives up the address.
import { sh, succeeds, type Check, type Drain, type Host } from '../../lib/kit.js';

/** Tenths of a second that open connections get to end. A visitor who comes meanwhile knocks again after 1 s and 3 s. */
const patience = 20;

/** Seconds that a peer gets to stand by: one that took its turn before may have been started a moment ago. */
const peerSeconds = 10;

/**
 * Holds where the peer's keepalived runs and takes part. What it wrote last counts only where whoever wrote it was
 * started by this process of keepalived (templates/keepalived/notify.njk; proc(5), field 22 is when a process started).
 */
function standsBy({ name: on }: Host, state: string): Check {
  return succeeds({
    title: `keepalived on ${on} can take over the address`,
    on,
    script: sh`
patience=${peerSeconds} waited=0
patience=$((patience * \${trueup_pace:-1}))
while :; do
  pid=$(systemctl show -p MainPID --value keepalived.service)
  now=''
  if [ "$pid" = 0 ]; then now='not running'
  elif stat=$(cat "/proc/$pid/stat") && read -r now _ _ order <${state} 2>/dev/null; then
    # shellcheck disable=SC2086 # words they are
    set -- \${stat##*) }
    [ "$((order / 10000000))" -ge "\${20}" ] || now=''
  fi
  case $now in MASTER | BACKUP | 'not running') break ;; esac
  [ "$waited" -lt "$patience" ] || break
  sleep 1
  waited=$((waited + 1))
done
printf '%s\n' "\${now:-starting}"`,
    prints: /^(MASTER|BACKUP)$/m,
  });
}

/**
 * A connection can't move with the address. So nobody new is let in, what is open ends or is told that it ended, and
 * only then the other balancer takes over. Nothing where there is no other.
 */
export function* giveAway(
  host: Host,
  peers: readonly Host[],
  address: string,
  state: string,
): Generator<Drain> {
  if (peers.length === 0) return;
  const family = address.includes(':') ? 'ip6' : 'ip';
  yield {
    on: host.name,
    // With nobody to take it, giving the address away would only begin the outage earlier.
    others: peers.map((peer) => standsBy(peer, state)),
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
