// Generates the lab's passwords, and the certificates of its own CA.
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { ensureCa, ensureLeaf } from '../../pki/ca-folder.js';
import type { LeafWish } from '../../pki/local-ca.js';
import { onlyWhereMissing } from '../../pki/create-if-missing.js';
import { labPaths } from './lab-paths.js';
import type { LabSettings } from './lab-settings.js';

/** Creates the missing secrets, and returns their names; existing ones stay as they are. */
export async function ensureSecrets(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const made = [];
  for (const name of names) {
    if (!/^[a-z0-9][a-z0-9_.-]*$/i.test(name))
      throw new TrueupError('E_INPUT', `secrets/${name}: not a valid name for a secret`);
    const file = join(folder, name);
    // An empty file was left by a run that was killed.
    const found = await stat(file).catch(onlyWhereMissing(file, undefined));
    if (found && found.size > 0) continue;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    // The file is complete as soon as it has its name, and the first of two runs wins.
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

/** Creates the certificates and, if there are any, their CA; renews them in time. Returns the names of new ones. */
export async function ensureCertificates(
  lab: LabSettings,
  wishes: readonly LeafWish[],
): Promise<readonly string[]> {
  const { ca } = labPaths(lab);
  const renewed: string[] = [];
  if (wishes.length === 0) return renewed;
  await ensureCa(ca, 'trueup lab CA');
  for (const wish of wishes) {
    const name = wish.names[0] ?? '';
    if (await ensureLeaf(ca, name, wish)) renewed.push(name);
  }
  return renewed;
}
