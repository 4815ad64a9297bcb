// Takes a web server out of the balancers' rotation, and puts it back.
import { sh, succeeds, type Check, type Drain, type Fleet, type Host, type Script } from '../../lib/kit.js';

/** HAProxy's backend of web servers; the HTTP one tracks it (templates/haproxy/haproxy.cfg.njk). */
const backend = 'web_https';

/** Seconds that HAProxy gets to find the web server healthy again. */
const timeoutSeconds = 60;

/**
 * Sends one command to HAProxy; the runtime API reports errors as text, with status 0 (management.txt, 9.3). A balancer
 * that isn't running, or doesn't know the server yet, sends it no visitors.
 */
const tell = sh`
[ -S /run/haproxy/admin.sock ] || exit 0
tell() {
  said=$(printf '%s\n' "$1" | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock)
  case $said in 'No such server'*) exit 0 ;; esac
  [ -z "$said" ] || { printf '%s\n' "$said" >&2; exit 1; }
}`;

function out(server: string, seconds: number): Script {
  return sh`
${tell}
tell ${`set server ${backend}/${server} state drain`}
waited=0
while [ "$waited" -lt ${seconds} ]; do
  open=$(printf 'show stat\n' | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock |
    awk -F, -v name=${server} '$2 == name { sum += $5 } END { print sum + 0 }')
  [ "$open" != 0 ] || exit 0
  sleep 1
  waited=$((waited + 1))
done`;
}

/** Holds if the balancer has another web server in rotation, or sends no traffic to this one. */
function hasAnother(balancer: string, server: string): Check {
  return succeeds({
    title: `${balancer} has another web server that is up`,
    on: balancer,
    script: sh`
[ -S /run/haproxy/admin.sock ] || { echo 'this balancer sends no traffic'; exit 0; }
stat=$(printf 'show stat\n' | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock)
printf '%s\n' "$stat" | awk -F, -v backend=${backend} -v name=${server} '
    $1 != backend || $2 == "BACKEND" { next }
    $2 == name { known = 1; next }
    $18 ~ /^UP/ { up++ }
    END { print known ? up + 0 " up" : "this balancer sends no traffic" }'`,
    prints: /^(this balancer sends no traffic|[1-9]\d* up)$/m,
  });
}

/** In rotation means that HAProxy's own checks found the server healthy. */
function back(server: string): Script {
  return sh`
${tell}
tell ${`set server ${backend}/${server} state ready`}
waited=0
while :; do
  state=$(printf 'show stat\n' | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock |
    awk -F, -v backend=${backend} -v name=${server} '$1 == backend && $2 == name { print $18 }')
  case $state in UP*) exit 0 ;; esac
  [ "$waited" -lt ${timeoutSeconds} ] || { printf '%s is %s after %s s\n' ${server} "$state" "$waited" >&2; exit 1; }
  sleep 1
  waited=$((waited + 1))
done`;
}

/**
 * Open connections get this many seconds to end. Yields nothing if the host is the only web server, because no other
 * could serve the visitors.
 */
export function* drainWeb(host: Host, fleet: Fleet, seconds: number): Generator<Drain> {
  if (fleet.withRole('nginx').length < 2) return;
  for (const balancer of fleet.withRole('haproxy')) {
    if (balancer.name === host.name) continue;
    const others = [hasAnother(balancer.name, host.name)];
    yield { on: balancer.name, others, out: out(host.name, seconds), back: back(host.name), seconds };
  }
}
