// What a host was like when its disk was made: if the inventory differs by now, the host needs another disk.
import { readFile, writeFile } from 'node:fs/promises';
import { TrueupError } from '../../model/trueup-error.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { labPaths } from '../settings/lab-paths.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';
import { findMachine } from './machine-power.js';
import { hostsOnDisk } from './hosts-on-disk.js';

type Identity = Pick<LabHost, 'address' | 'alsoAt' | 'port' | 'user'>;

/** Saves it next to the disk. */
export async function noteSeed(
  lab: LabSettings,
  { name, address, alsoAt, port, user }: LabHost,
): Promise<void> {
  await writeFile(labPaths(lab).host(name).seededAs, JSON.stringify({ address, alsoAt, port, user }));
}

/** Throws E_LAB for a host whose disk has another address, port or user, and for an address that another running host has. */
export async function checkSeeds(lab: LabSettings, hosts: readonly LabHost[]): Promise<void> {
  const onDisk = await hostsOnDisk(lab);
  const own = new Map(hosts.map((host) => [host.name, host]));
  const wanted = new Map(hosts.map(({ name, address }) => [address, name]));
  for (const name of onDisk) {
    const its = await seedOf(lab, name);
    if (!its) continue;
    const host = own.get(name);
    const differs = host && differenceOf(its, host);
    if (differs !== undefined)
      throw new TrueupError('E_LAB', `${name}: ${differs}`, {
        host: name,
        hint: `Run \`trueup lab reset ${name}\` to get a bare host that matches the inventory.`,
      });
    const other = wanted.get(its.address);
    if (!host && other !== undefined && findMachine(lab, name))
      throw new TrueupError('E_LAB', `${other}: address ${its.address} belongs to the running host ${name}`, {
        host: other,
        hint: `The inventory no longer lists ${name}. Take the lab down (trueup lab down), or give ${other} another address.`,
      });
  }
}

/** Undefined if an earlier version made the disk. */
async function seedOf(lab: LabSettings, name: string): Promise<Identity | undefined> {
  const file = labPaths(lab).host(name).seededAs;
  const text = await readFile(file, 'utf8').catch(whenMissing(file, undefined));
  return text === undefined ? undefined : (JSON.parse(text) as Identity);
}

function differenceOf(its: Identity, host: Identity): string | undefined {
  const parts = [
    ['address', 'ansible_host'],
    ['alsoAt', 'private_address'],
    ['port', 'ansible_port'],
    ['user', 'ansible_user'],
  ] as const;
  for (const [key, variable] of parts)
    if (its[key] !== host[key])
      return `its disk was made for ${variable} ${its[key] ?? '(not set)'}, but the inventory now has ${host[key] ?? '(not set)'}`;
  return undefined;
}
