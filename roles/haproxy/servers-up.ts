// HAProxy sends visitors to every web server that is declared.
import { couldNotLook, sh, type Check } from '../../lib/kit.js';

/** HAProxy's statistics must list each server as UP; a server that they don't list counts as down. */
export function serversUp({ on, servers }: { on: string; servers: readonly string[] }): Check {
  return {
    title: `haproxy on ${on} reports ${servers.join(', ') || 'no web server'} as up`,
    questions: [
      {
        on,
        script: sh`
stat=$(printf 'show stat\n' | socat -t "$((5 * \${trueup_pace:-1}))" - UNIX-CONNECT:/run/haproxy/admin.sock)
printf '%s\n' "$stat" | awk -F, '$1 == "web_https" && $2 != "BACKEND" { print $2 " " $18 }'`,
      },
    ],
    needs: servers,
    retry: { times: 10, pauseSeconds: 1 },
    judge([answer]) {
      if (answer?.status !== 0) throw couldNotLook(`haproxy on ${on} returned no statistics`, answer);
      const states = new Map(
        answer.stdout.split('\n').map((line) => line.split(' ', 2) as [string, string | undefined]),
      );
      const down = servers.filter((server) => !/^UP/.test(states.get(server) ?? ''));
      return down.length === 0
        ? undefined
        : down.map((server) => `${server} is ${states.get(server) ?? 'unknown to HAProxy'}`).join('; ');
    },
  };
}
