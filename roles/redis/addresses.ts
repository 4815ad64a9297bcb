// On which addresses a server listens.
import { isIP } from 'node:net';
import { TrueupError, type Fleet, type Host } from '../../lib/kit.js';
import type { RedisVars } from './vars.js';

const loopback = '127.0.0.1';

/** Loopback, and the host's own address if another host may connect. Throws E_INPUT if the host's address is a name. */
export function addressesOf(host: Host, fleet: Fleet, { from }: RedisVars): readonly string[] {
  const others = from.flatMap((role) => fleet.withRole(role)).filter(({ name }) => name !== host.name);
  if (others.length === 0) return [loopback];
  if (isIP(host.address) !== 0) return [...new Set([loopback, host.address])];
  throw new TrueupError(
    'E_INPUT',
    `${host.name}: ${host.address} is not a valid address for Redis to listen on`,
    {
      host: host.name,
      hint: 'Set private_address to the IP address at which the other hosts reach this one.',
    },
  );
}
