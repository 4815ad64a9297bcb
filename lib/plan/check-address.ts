// Whether the inventory's address of a host can be one.
import { isIPv4 } from 'node:net';
import type { Host } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';

/** What is wrong with it: four numbers with dots are never a name. */
export function wrongAddress({ name, connection: { host } }: Host): TrueupError | undefined {
  if (!/^\d+(\.\d+){3}$/.test(host) || isIPv4(host)) return undefined;
  return new TrueupError('E_INPUT', `${name}: ${host} is not a valid IPv4 address`, {
    host: name,
    hint: 'Correct ansible_host.',
  });
}
