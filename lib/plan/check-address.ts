// Checks the addresses that the inventory gives its hosts.
import { isIPv4 } from 'node:net';
import type { Host } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';

/** The error if the address is invalid: four numbers separated by dots are never a host name. */
export function wrongAddress({ name, connection: { host } }: Host): TrueupError | undefined {
  if (!/^\d+(\.\d+){3}$/.test(host) || isIPv4(host)) return undefined;
  return new TrueupError('E_INPUT', `${name}: ${host} is not a valid IPv4 address`, {
    host: name,
    hint: 'Correct ansible_host.',
  });
}
