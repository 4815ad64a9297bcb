// A port is open where it should be, and closed where it should not.
import type { Check } from '../model/check.js';
import { couldNotLook } from './could-not-look.js';
import { slowHostHint, type HostTimeout } from '../model/pace.js';
import { probePort, readPort } from './probe-port.js';

export interface PortWish {
  /** The host that listens: its name for the title, its address to connect to, and how long it is given. */
  readonly to: { readonly name: string; readonly address: string; readonly connection: HostTimeout };
  readonly port: number;
  /** Name of the host that tries, or `controller`. */
  readonly from: string;
  readonly retry?: Check['retry'];
}

function who(from: string): string {
  return from === 'controller' ? 'the controller' : from;
}

/** Why nobody gets in, for people. */
const closed = {
  refused: 'connections to the port are refused',
  dropped: 'packets to the port are dropped',
  unreachable: 'the host is unreachable',
} as const;

/** Somebody who needs the port gets in. */
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

/** Somebody who doesn't need the port stays out. A way that leads nowhere proves nothing: then it could not look. */
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
