// The number that distinguishes a server from its replicas.
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** 1 … 2³²−1, the same for the same address: an IPv4 address is such a number already. */
export function serverId(address: string): number {
  const bytes = isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : createHash('sha256').update(address).digest();
  return Math.max(1, bytes.readUInt32BE(0));
}
