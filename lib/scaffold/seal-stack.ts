// The secrets and certificates of a new stack: generated, and sealed in its inventory prod.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Secret } from '../model/secret.js';
import { ensureCa, ensureLeaf } from '../pki/ca-folder.js';
import { generatePassword } from '../secrets/generate.js';
import { readRecipients } from '../secrets/recipients.js';
import { sealedLiteral } from '../secrets/sealed-text.js';
import { ageTag } from '../secrets/sealed-values.js';
import type { ProjectAnswers, StackAnswers } from './answers.js';
import { aliasesOf } from './project-files.js';
import { makeFolder, type Put } from './put-files.js';
import { stackGroups } from './stack-groups.js';

const secretsFile = 'inventory/prod/group_vars/all/secrets.yml';
const certificates = 'inventory/prod/certificates';

const preface = `# Encrypted with age for everyone in recipients.txt: commit this file. To read or change it:
# npx trueup secrets edit ${secretsFile}
`;

/** Where the secrets are already, they stay, with the certificates that belong to them. */
export async function sealStack(
  folder: string,
  { name, hosts }: ProjectAnswers,
  stack: StackAnswers,
): Promise<Put> {
  const file = join(folder, secretsFile);
  if (existsSync(file)) return { made: [], kept: [secretsFile] };
  const ca = join(folder, certificates);
  const made: string[] = [];
  if (await ensureCa(ca, `${name} local CA`)) made.push('ca.pem', 'ca.key');
  const issued = async (leaf: string, names: readonly string[], addresses: readonly string[]) => {
    if (await ensureLeaf(ca, leaf, { names, addresses })) made.push(`${leaf}.pem`);
    const key = join(ca, `${leaf}.key`);
    const text = new Secret(readFileSync(key, 'utf8'));
    // From now on it is in the file of secrets.
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
    app_db_password: generatePassword(32),
    migrate_db_password: generatePassword(32),
    stats_password: generatePassword(32),
    site_certificate_key: siteKey,
    database_key: await issued(database, names, addresses),
  };
  const recipients = await readRecipients(join(folder, 'inventory/prod'));
  const lines = await Promise.all(
    Object.entries(secrets).map(
      async ([key, secret]) => `${key}: ${ageTag} ${await sealedLiteral(secret, recipients, 2)}`,
    ),
  );
  makeFolder(dirname(file));
  writeFileSync(file, `${preface}${lines.join('')}`, { flag: 'wx' });
  return { made: [...made.map((one) => `${certificates}/${one}`), secretsFile], kept: [] };
}
