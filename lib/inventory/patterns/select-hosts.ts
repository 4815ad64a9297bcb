// Chooses hosts of a fleet by pattern.
import type { Host } from '../../model/fleet.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { LoadedFleet } from '../loaded-fleet.js';
import { matchPattern } from './match-pattern.js';

/** The hosts that a pattern stands for, in the order of the inventory. Throws E_NO_SUCH_HOST. */
export function select(fleet: Pick<LoadedFleet, 'hosts' | 'groups'>, pattern: string): readonly Host[] {
  const groups = new Map([...fleet.groups].map(([name, { members }]) => [name, members]));
  const chosen = new Set(matchPattern(pattern, { hosts: fleet.hosts.map(({ name }) => name), groups }));
  const hosts = fleet.hosts.filter(({ name }) => chosen.has(name));
  if (hosts.length > 0) return hosts;
  const [name = pattern] = chosen;
  throw new TrueupError('E_NO_SUCH_HOST', `${name} is not in the inventory`, {
    hint: `Add ${name} to the inventory, with ansible_connection: local.`,
  });
}
