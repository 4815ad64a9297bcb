// What the lab's inventory refers to and nobody needs to know: passwords, and certificates of a CA of its own.
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { ensureCa, ensureLeaf } from '../../pki/ca-folder.js';
import { onlyWhereMissing } from '../../pki/only-where-missing.js';
import { labPaths } from './lab-paths.js';
import type { LabHost, LabSettings } from './lab-settings.js';

/** What a lab is to have besides its hosts. */
export interface LabExtras {
  /** Names of random secrets: files in secrets/. */
  readonly secrets: readonly string[];
  /** Names of the site, the first of which names the certificate's file. */
  readonly site: readonly string[];
}

/** Those of inventory/lab. */
export const labExtras: LabExtras = {
  secrets: ['app_db_password', 'migrate_db_password', 'session_key'],
  site: ['www.foobar.com', 'foobar.com'],
};

/** Makes what is missing, and gives its names; what is there stays as it is. */
export async function ensureSecrets(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const made = [];
  for (const name of names) {
    if (!/^[a-z0-9][a-z0-9_.-]*$/i.test(name))
      throw new TrueupError('E_INPUT', `--secret ${name}: not a valid secret name`);
    const file = join(folder, name);
    // An empty file is what a run that was killed left.
    const found = await stat(file).catch(onlyWhereMissing(file, undefined));
    if (found && found.size > 0) continue;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    // Whole as soon as it has its name, and the first of two runs wins.
    const fresh = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
    await writeFile(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    try {
      if (found) await rename(fresh, file);
      else await link(fresh, file);
      made.push(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(fresh, { force: true });
    }
  }
  return made;
}

/** The CA, the site's certificate, and one for each host: renewed in time. */
export async function ensureCertificates(
  lab: LabSettings,
  hosts: readonly LabHost[],
  site: readonly string[],
): Promise<readonly string[]> {
  const { ca } = labPaths(lab);
  await ensureCa(ca, 'trueup lab CA');
  const renewed = [];
  const leaves = hosts.map(({ name, address }) => ({ names: [name], addresses: [address] }));
  for (const leaf of [...(site.length > 0 ? [{ names: site, addresses: [] }] : []), ...leaves]) {
    const name = leaf.names[0] ?? '';
    if (await ensureLeaf(ca, name, leaf)) renewed.push(name);
  }
  return renewed;
}
