// The files in the lab's folder that an inventory refers to: the lab makes these, and no others.
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import type { LeafWish } from '../../pki/local-ca.js';
import { labPaths } from './lab-paths.js';
import { theLab, type LabHost, type LabSettings } from './lab-settings.js';

/** What a lab is to contain besides its hosts. */
export interface LabExtras {
  /** Names of random secrets: files in secrets/. */
  readonly secrets: readonly string[];
  /** Certificates in ca/, each named after its first name. */
  readonly certificates: readonly LeafWish[];
}

/** From the texts of the inventory's variables. Throws E_INPUT for a path into the folder of another lab. */
export function extrasOf(lab: LabSettings, hosts: readonly LabHost[], texts: readonly string[]): LabExtras {
  const { secrets, ca } = labPaths(lab);
  refuseOthers(lab, texts);
  const below = (folder: string): readonly string[] =>
    texts.flatMap((text) => (text.startsWith(`${folder}/`) ? [text.slice(folder.length + 1)] : []));
  const names = below(ca).flatMap((file) => {
    const name = file.replace(/\.(pem|key)$/, '');
    // A template may stand for any host.
    return name.includes('{{') ? hosts.map((host) => host.name) : [name];
  });
  return {
    secrets: [...new Set(below(secrets))],
    certificates: [...new Set(names)].filter((name) => name !== 'ca').map((name) => leafOf(name, hosts)),
  };
}

/** For a host, its addresses as well; for a site that begins with `www.`, also the name without that. */
function leafOf(name: string, hosts: readonly LabHost[]): LeafWish {
  const host = hosts.find((one) => one.name === name);
  if (host)
    return { names: [name], addresses: [host.address, ...(host.alsoAt === undefined ? [] : [host.alsoAt])] };
  const bare = /^www\.(.+\..+)$/.exec(name)?.[1];
  return { names: [name, ...(bare === undefined ? [] : [bare])] };
}

/** Such files would exist only as long as that other lab does. */
function refuseOthers(lab: LabSettings, texts: readonly string[]): void {
  const start = new RegExp(`^${theLab.stateFolder}(-\\d+-\\d+-\\d+)?(?=/)`);
  const other = texts.find((text) => {
    const folder = start.exec(text)?.[0];
    return folder !== undefined && folder !== lab.stateFolder;
  });
  if (other === undefined) return;
  throw new TrueupError('E_INPUT', `lab: the inventory refers to ${other}, which belongs to another lab`, {
    hint: `The lab for these addresses is in ${lab.stateFolder}; refer to ${join(lab.stateFolder, other.replace(start, ''))} instead.`,
  });
}
