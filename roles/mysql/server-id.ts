// The number that distinguishes a server from its replicas.
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A number from 1 to 2³²−1, always the same for an address; an IPv4 address already is such a number. */
export function serverId(address: string): number {
  const bytes = isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : createHash('sha256').update(address).digest();
  return Math.max(1, bytes.readUInt32BE(0));
}
