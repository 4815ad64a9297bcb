// Tests whether a TCP port accepts connections from a host or from the controller.
import { connect } from 'node:net';
import type { ControllerQuestion, HostQuestion } from '../model/check.js';
import { paceOf, type HostTimeout } from '../model/host-timeouts.js';
import type { Answer } from '../model/script.js';
import { whenAborted } from '../model/when-aborted.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './inconclusive-check.js';

/** `refused` by the host or its firewall, `dropped` without an answer, `unreachable` on the way. */
export type PortState = 'open' | 'refused' | 'dropped' | 'unreachable';

const seconds = 2;

/** The host that listens, and its timeout. */
export interface Listener {
  readonly address: string;
  readonly connection: HostTimeout;
}

/**
 * bash and timeout are Essential in Debian and Ubuntu; no other program that opens connections is. timeout(1) exits
 * with 124 if the time limit is exceeded; 127 means that a program is missing. The slower host determines the limit.
 */
function fromHost(on: string, { address, connection }: Listener, port: number): HostQuestion {
  return {
    on,
    beside: true,
    script: sh`
most=${seconds} pace=\${trueup_pace:-1}
[ "$pace" -ge ${paceOf(connection)} ] || pace=${paceOf(connection)}
command -v bash >/dev/null && command -v timeout >/dev/null || { echo 'bash or timeout is not installed' >&2; exit 127; }
status=0
timeout "$((most * pace))" bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${address} ${port} || status=$?
[ "$status" = 124 ] || exit "$status"
# The kernel looks for a neighbour for three seconds: until then, a host that is off looks like one that drops packets.
case $(ip neigh show to ${address} 2>/dev/null) in
  *FAILED* | *INCOMPLETE*) echo 'No route to host: no answer to ARP' >&2; exit 1 ;;
esac
exit 124`,
  };
}

function fromController({ address, connection }: Listener, port: number): ControllerQuestion {
  return {
    on: 'controller',
    ask: (signal) =>
      new Promise<Answer>((resolve) => {
        const socket = connect({ host: address, port, signal });
        const end = (status: number, stderr: string): void => {
          socket.destroy();
          resolve({ status, stdout: '', stderr });
        };
        whenAborted(AbortSignal.timeout(seconds * paceOf(connection) * 1000), () => {
          end(124, '');
        });
        socket.once('connect', () => {
          end(0, '');
        });
        socket.on('error', (error: NodeJS.ErrnoException) => {
          end(1, wordsFor.get(error.code ?? '') ?? error.message);
        });
      }),
  };
}

const wordsFor = new Map([
  ['ECONNREFUSED', 'Connection refused'],
  ['EHOSTUNREACH', 'No route to host'],
  ['ENETUNREACH', 'Network is unreachable'],
]);

/** A question about a port; `from` is a host's name or `controller`. */
export function probePort(from: string, to: Listener, port: number): HostQuestion | ControllerQuestion {
  return from === 'controller' ? fromController(to, port) : fromHost(from, to, port);
}

/** Throws if the answer is inconclusive. */
export function readPort(from: string, answer: Answer | undefined): PortState {
  if (!answer) throw couldNotLook(`${from} did not answer`);
  if (answer.status === 0) return 'open';
  if (answer.status === 124) return 'dropped';
  if (answer.stderr.includes('Connection refused')) return 'refused';
  if (/No route to host|Network is unreachable/.test(answer.stderr)) return 'unreachable';
  throw couldNotLook(`${from} can't probe ports`, answer);
}
