// Checks that a port is open or closed.
import type { Check } from '../model/check.js';
import { couldNotLook } from './inconclusive-check.js';
import { slowHostHint, type HostTimeout } from '../model/host-timeouts.js';
import { probePort, readPort } from './probe-port.js';

export interface PortWish {
  /** The host that listens: its name for the title, its address, and its timeout. */
  readonly to: { readonly name: string; readonly address: string; readonly connection: HostTimeout };
  readonly port: number;
  /** Name of the host that connects, or `controller`. */
  readonly from: string;
  readonly retry?: Check['retry'];
}

function who(from: string): string {
  return from === 'controller' ? 'the controller' : from;
}

/** Why a connection failed, in words. */
const closed = {
  refused: 'connections to the port are refused',
  dropped: 'packets to the port are dropped',
  unreachable: 'the host is unreachable',
} as const;

/** Checks that a port accepts connections. */
export function portOpen({ to, port, from, retry }: PortWish): Check {
  return {
    title: `port ${port} on ${to.name} is open to ${who(from)}`,
    questions: [probePort(from, to, port)],
    needs: [to.name],
    ...(retry && { retry }),
    judge([answer]) {
      const state = readPort(from, answer);
      if (state === 'open') return undefined;
      return state === 'dropped' ? `${closed.dropped}. ${slowHostHint(to.connection)}` : closed[state];
    },
  };
}

/** Checks that a port rejects or drops connections. If the host is unreachable, the check could not be carried out. */
export function portClosed({ to, port, from, retry }: PortWish): Check {
  return {
    title: `port ${port} on ${to.name} is closed to ${who(from)}`,
    questions: [probePort(from, to, port)],
    needs: [to.name],
    provesItself: true,
    ...(retry && { retry }),
    judge([answer]) {
      const state = readPort(from, answer);
      if (state === 'unreachable') throw couldNotLook(`${who(from)} cannot reach ${to.name}`, answer);
      return state === 'open' ? 'the port is open' : undefined;
    },
  };
}
