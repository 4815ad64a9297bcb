// Creates what an inventory declares in trueup_generate: random secrets, and certificates issued by a small CA.
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Generated } from '../inventory/read/read-trueup-generate.js';
import { ensureSecrets } from '../lab/settings/generate-lab-secrets.js';
import { ensureCa, ensureLeaf } from '../pki/ca-folder.js';

/**
 * Creates what is missing in `secrets/` and `ca/` of the inventory's folder, and renews certificates in time. Returns
 * the names of the files that were written.
 */
export async function makeAtFirstUse(
  folder: string,
  { secrets, certificates }: Generated,
): Promise<readonly string[]> {
  const made: string[] = [];
  if (secrets.length > 0) {
    const names = await ensureSecrets(join(folder, 'secrets'), secrets);
    made.push(...names.map((name) => `secrets/${name}`));
  }
  const leaves = Object.entries(certificates);
  if (leaves.length === 0) return made;
  const ca = join(folder, 'ca');
  if (await ensureCa(ca, 'trueup local CA')) made.push('ca/ca.pem');
  for (const [name, more] of leaves) {
    const names = [name, ...more.filter((one) => isIP(one) === 0)];
    const addresses = more.filter((one) => isIP(one) > 0);
    if (await ensureLeaf(ca, name, { names, addresses })) made.push(`ca/${name}.pem`);
  }
  return made;
}
