// The controller's own names: as with Ansible, a pattern may name them even if the inventory doesn't.
import { controllerNames } from '../patterns/match-pattern.js';
import { splitPattern } from '../patterns/split-pattern.js';
import type { RawHost, RawInventory } from '../raw/raw-inventory.js';
import { writtenValue } from '../raw/raw-from-data.js';

/** Adds each name of the controller (such as localhost) that is in the pattern but not in the inventory. These hosts are in no group, and are reached without ssh. */
export function addImplicitHosts(pattern: string, inventory: RawInventory): void {
  for (const name of splitPattern(pattern, (part) => controllerNames.includes(part))) {
    if (controllerNames.includes(name) && !inventory.hosts.has(name))
      inventory.hosts.set(name, implicitHost(name, inventory.folder));
  }
}

function implicitHost(name: string, folder: string): RawHost {
  const place = { file: name, line: 1, column: 1 };
  const entry = { place, value: writtenValue('local', place) };
  return {
    name,
    place,
    source: { kind: 'list', name, folder, found: 'named' },
    inline: [{ kind: 'map', place, entries: new Map([['ansible_connection', entry]]) }],
    folder: [],
    implicit: true,
  };
}
