// Whether the virtual IP belongs to a network of the host; otherwise, no neighbour would send packets to it.
import { couldNotLook, sh, type Precondition } from '../../lib/kit.js';

/** ip-route(8): a route through a gateway contains `via`; an address outside all networks has no route. */
export function inNetwork(address: string): Precondition {
  return {
    question: sh`
command -v ip >/dev/null || { echo unknown; exit 0; }
said=$(ip -o route get ${address} 2>&1) || [ $? = 2 ]
printf '%s\n' "$said"`,
    judge(answer) {
      if (answer.status !== 0) throw couldNotLook(`the route to ${address} could not be read`, answer);
      const isThere = answer.stdout.startsWith('unknown') || /^(local )?\S+ dev /.test(answer.stdout);
      if (isThere) return undefined;
      return {
        found: `keepalived.virtual_ip ${address} is outside the networks of this host`,
        hint: "Choose an address in the balancers' network, or set keepalived.interface to the interface for this address.",
      };
    },
  };
}
