// Generates the secrets and certificates of a new inventory of the stack, and seals the secrets in it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Secret } from '../model/secret.js';
import { ensureCa, ensureLeaf } from '../pki/ca-folder.js';
import { generatePassword } from '../secrets/generate-password.js';
import { readRecipients } from '../secrets/recipients.js';
import { sealedLiteral } from '../secrets/reencrypt-text.js';
import { ageTag } from '../secrets/find-sealed-values.js';
import type { IdentitySettings } from '../secrets/identities.js';
import type { NamedAddress, StackAnswers } from './project-answers.js';
import { aliasesOf } from './stack-inventory.js';
import { secretsFile } from './copied-group-vars.js';
import { makeFolder, type Put } from './write-new-files.js';
import { stackGroups } from './stack-groups.js';

/** The operator for whom the secrets of a stack are sealed. */
export interface Sealing {
  readonly identity: IdentitySettings;
  /** The name in the comment above the recipient. */
  readonly operator: string;
}

interface Unsealed {
  /** The inventory's name, below inventory/. */
  readonly inventory: string;
  readonly hosts: readonly NamedAddress[];
  readonly stack: StackAnswers;
  /** Name of the CA, if there is to be one. */
  readonly authority: string;
}

function preface(file: string): string {
  return `# Encrypted with age for everyone in recipients.txt; commit this file. To read or change it:
# npx trueup secrets edit ${file}
`;
}

/** Keeps existing secrets, and the certificates that belong to them. */
export async function sealStack(
  folder: string,
  { inventory, hosts, stack, authority }: Unsealed,
): Promise<Put> {
  const path = `inventory/${inventory}/${secretsFile}`;
  const file = join(folder, path);
  if (existsSync(file)) return { made: [], kept: [path] };
  const certificates = `inventory/${inventory}/certificates`;
  const ca = join(folder, certificates);
  const made: string[] = [];
  if (await ensureCa(ca, authority)) made.push('ca.pem', 'ca.key');
  const issued = async (leaf: string, names: readonly string[], addresses: readonly string[]) => {
    if (await ensureLeaf(ca, leaf, { names, addresses })) made.push(`${leaf}.pem`);
    const key = join(ca, `${leaf}.key`);
    const text = new Secret(readFileSync(key, 'utf8'));
    // From now on, the key is in the file with the secrets.
    rmSync(key);
    return text;
  };
  const databases = stackGroups(hosts).find((group) => group.name === 'db')?.hosts ?? [];
  const database = databases[0]?.name ?? '';
  const siteKey =
    stack.certificate?.key ?? (await issued(stack.domain, [stack.domain, ...aliasesOf(stack)], []));
  const addresses = databases.map(({ address }) => address);
  const names = databases.map((host) => host.name);
  const secrets = {
    session_key: generatePassword(48),
    app_db_password: generatePassword(),
    migrate_db_password: generatePassword(),
    stats_password: generatePassword(),
    site_certificate_key: siteKey,
    database_key: await issued(database, names, addresses),
  };
  const recipients = await readRecipients(join(folder, 'inventory', inventory));
  const lines = await Promise.all(
    Object.entries(secrets).map(
      async ([key, secret]) => `${key}: ${ageTag} ${await sealedLiteral(secret, recipients, 2)}`,
    ),
  );
  makeFolder(dirname(file));
  writeFileSync(file, `${preface(path)}${lines.join('')}`, { flag: 'wx' });
  return { made: [...made.map((one) => `${certificates}/${one}`), path], kept: [] };
}
