// Lets a balancer finish its open connections before it gives up the address.
import { sh, succeeds, type Check, type Drain, type Host } from '../../lib/kit.js';

/**
 * Time for open connections to end, in tenths of a second. A client that connects meanwhile retries after 1 s and 3 s.
 */
const timeoutSeconds = 20;

/** Seconds that a peer gets to become a standby: it may have been restarted a moment ago, in its own turn. */
const peerSeconds = 10;

/**
 * Holds if the peer's keepalived runs and takes part. The state that it last wrote only counts if the script that wrote
 * it was started by this keepalived process (templates/keepalived/notify.njk; proc(5), field 22 is a process's start
 * time).
 */
function standsBy({ name: on }: Host, state: string): Check {
  return succeeds({
    title: `keepalived on ${on} can take over the address`,
    on,
    script: sh`
most=${peerSeconds} waited=0
most=$((most * \${trueup_pace:-1}))
while :; do
  pid=$(systemctl show -p MainPID --value keepalived.service)
  now=''
  if [ "$pid" = 0 ]; then now='not running'
  elif stat=$(cat "/proc/$pid/stat") && read -r now _ _ order <${state} 2>/dev/null; then
    # shellcheck disable=SC2086 # these are separate words
    set -- \${stat##*) }
    [ "$((order / 10000000))" -ge "\${20}" ] || now=''
  fi
  case $now in MASTER | BACKUP | 'not running') break ;; esac
  [ "$waited" -lt "$most" ] || break
  sleep 1
  waited=$((waited + 1))
done
printf '%s\n' "\${now:-starting}"`,
    prints: /^(MASTER|BACKUP)$/m,
  });
}

/**
 * Connections can't move with the address. Therefore, no new ones are accepted, open ones end or are reset, and only
 * then does the other balancer take over. Yields nothing if there is no other balancer.
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
    // Without a host to take it, giving the address away would only start the outage earlier.
    others: peers.map((peer) => standsBy(peer, state)),
    out: sh`
held=
if command -v nft >/dev/null && ip -o address show | grep -qF ${` ${address}/`}; then held=yes; fi
if [ "$held" = yes ]; then
  nft add table inet trueup_drain
  nft add chain inet trueup_drain input '{ type filter hook input priority -10; }'
  nft add rule inet trueup_drain input ${family} daddr ${address} meta l4proto tcp ct state new drop
  waited=0
  while [ "$waited" -lt ${timeoutSeconds} ] && [ -n "$(ss -Htn state established src ${address})" ]; do
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
