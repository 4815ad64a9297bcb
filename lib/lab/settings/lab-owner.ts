// Which project owns a lab: a file in its folder, because hosts of one project must not be taken for another's.
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { networksOf } from '../network/lab-subnets.js';
import { theLab, type LabSettings } from './lab-settings.js';

/** What is known about a lab that is up. */
export interface LabMark {
  readonly lab: LabSettings;
  /** The folder of the project that brought it up. */
  readonly project: string;
}

const file = 'lab.json';

/** Marks the lab as the project's from now on. */
export async function markLab(lab: LabSettings, project: string): Promise<void> {
  const path = join(lab.stateFolder, file);
  await writeFile(`${path}.new`, `${JSON.stringify({ lab, project }, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The mark in a lab's folder; undefined if there is none. */
export async function markIn(stateFolder: string): Promise<LabMark | undefined> {
  const path = join(stateFolder, file);
  const text = await readFile(path, 'utf8').catch(whenMissing(path, undefined));
  return text === undefined ? undefined : (JSON.parse(text) as LabMark);
}

/** Throws E_LAB if the lab belongs to another project. */
export async function checkOwner(lab: LabSettings, project: string): Promise<void> {
  const mark = await markIn(lab.stateFolder);
  if (mark === undefined || mark.project === project) return;
  throw new TrueupError('E_LAB', `lab: the network ${lab.network} is in use by the lab of ${mark.project}`, {
    hint: `Take that lab down (trueup lab down --network ${mark.lab.network}), or give the hosts of this inventory addresses in another network.`,
  });
}

/** The lab as it is, if it is up: hosts keep their gateways, and networks without hosts in the inventory stay. */
export async function asMarked(lab: LabSettings): Promise<LabSettings> {
  const before = (await markIn(lab.stateFolder))?.lab;
  if (!before) return lab;
  const kept = networksOf(before);
  const added = networksOf(lab).filter(({ network }) => !kept.some((one) => one.network === network));
  const [first = before, ...more] = [...kept, ...added];
  return {
    ...lab,
    ...{ network: first.network, gateway: first.gateway },
    ...(more.length > 0 && { moreNetworks: more }),
  };
}

/** The lab that has this network, whatever an inventory says now. Throws E_LAB if there is none. */
export async function labWithNetwork(network: string): Promise<LabSettings> {
  const marks = await marksHere();
  const found = marks.find(({ lab }) => lab.network === network);
  if (found) return found.lab;
  const others = marks.map(({ lab, project }) => `${lab.network} (${project})`);
  throw new TrueupError('E_LAB', `lab: no lab uses the network ${network}`, {
    hint:
      others.length > 0 ? `Labs on this machine: ${others.join(', ')}.` : 'There is no lab on this machine.',
  });
}

/** The marks of all labs of `trueup lab` on this machine. */
async function marksHere(): Promise<readonly LabMark[]> {
  const folder = dirname(theLab.stateFolder);
  const names = await readdir(folder).catch(whenMissing(folder, []));
  const own = names.filter((name) => name.startsWith(basename(theLab.stateFolder)));
  const marks = await Promise.all(own.map((name) => markIn(join(folder, name))));
  return marks.filter((mark) => mark !== undefined);
}
