// What a role's test can query about the hosts that are booted for it, and what it then declares.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { LabSettings } from '../../lab/settings/lab-settings.js';
import { Secret } from '../../model/secret.js';
import { ensureCa, ensureLeaf } from '../../pki/ca-folder.js';
import { temporaryFolder } from '../../temporary-folder.js';
import type { DeclaredTest, RoleTest, TestCertificate, TestLab } from '../define-role-test.js';

/** The addresses of the hosts of one lane. */
export interface LaneAddresses {
  readonly addressOf: (host: string) => string;
  readonly spare: string;
}

/** What the test declares for one lane. `folder` is for its files. */
export async function declaredFor(
  declared: DeclaredTest,
  { gateway }: Pick<LabSettings, 'gateway'>,
  { addressOf, spare }: LaneAddresses,
  folder: string,
): Promise<RoleTest> {
  if (typeof declared !== 'function') return declared;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lab: TestLab = {
    controller: gateway,
    spareAddress: spare,
    addressOf,
    folder,
    certificateFor: (...names) => certificateFor(join(folder, 'certificates'), names),
  };
  return declared(lab);
}

/** A documentation address (RFC 5737), for what a test declares before its lab is chosen. */
const nowhere = '192.0.2.1';

/** The names of the test's hosts, and everything else that doesn't depend on addresses. */
export async function outlineOf(declared: DeclaredTest): Promise<RoleTest> {
  const folder = temporaryFolder('trueup-test-');
  try {
    return await declaredFor(
      declared,
      { gateway: nowhere },
      { addressOf: () => nowhere, spare: nowhere },
      folder,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A certificate, issued by an authority that all certificates of a lane share. */
async function certificateFor(folder: string, all: readonly string[]): Promise<TestCertificate> {
  await ensureCa(folder, 'trueup test CA');
  const addresses = all.filter((name) => isIP(name) !== 0);
  const names = all.filter((name) => isIP(name) === 0);
  const file = all.join('_').replaceAll(':', '-');
  await ensureLeaf(folder, file, { names, addresses });
  return {
    certificate: join(folder, `${file}.pem`),
    key: new Secret(await readFile(join(folder, `${file}.key`), 'utf8')),
    authority: join(folder, 'ca.pem'),
  };
}
