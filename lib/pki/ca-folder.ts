// A CA and its certificates as files: made once, renewed in time.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import { onlyWhereMissing } from './create-if-missing.js';
import { createCa, issueLeaf, type KeyPair, type LeafWish } from './local-ca.js';

/** With less time left, a certificate is made again. */
const renewDays = 30;

/** Makes ca.pem and ca.key in the folder unless they are there, and a .gitignore for keys; true when it made them. */
export async function ensureCa(folder: string, name: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readPair(folder, 'ca');
  if (found && isGood(found)) return false;
  await keepOutOfGit(folder);
  await writePair(folder, 'ca', await createCa(name));
  return true;
}

/** Makes NAME.pem (with the chain) and NAME.key unless those there are signed by the CA, for these names, and have 30 days left; true when it made them. */
export async function ensureLeaf(folder: string, name: string, wish: LeafWish): Promise<boolean> {
  if (!/^[a-z0-9*_][a-z0-9._*-]*$/i.test(name) || name === 'ca')
    throw new TrueupError('E_INPUT', `${name}: not a valid file name for a certificate`);
  const ca = await readPair(folder, 'ca');
  if (!ca)
    throw new TrueupError('E_INPUT', `there is no CA in ${folder}`, {
      hint: 'Create one with `trueup ca init`.',
    });
  const found = await readPair(folder, name);
  if (found && isGood(found) && isFor(found, wish) && isSignedBy(found, ca)) return false;
  const made = await issueLeaf(ca, wish);
  await writePair(folder, name, { key: made.key, certificate: made.fullchain });
  return true;
}

/** What is there already is its owner's. */
async function keepOutOfGit(folder: string): Promise<void> {
  const text = '# Private keys: never commit them.\n*.key\n';
  await writeFile(join(folder, '.gitignore'), text, { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

async function readPair(folder: string, name: string): Promise<KeyPair | undefined> {
  const read = (file: string) =>
    readFile(join(folder, file), 'utf8').catch(onlyWhereMissing(join(folder, file), ''));
  const pair = { certificate: await read(`${name}.pem`), key: await read(`${name}.key`) };
  return pair.certificate === '' || pair.key === '' ? undefined : pair;
}

function isGood({ certificate, key }: KeyPair): boolean {
  try {
    const found = new X509Certificate(certificate);
    const left = Date.parse(found.validTo) - Date.now();
    return found.checkPrivateKey(createPrivateKey(key)) && left > renewDays * 24 * 3600 * 1000;
  } catch {
    return false;
  }
}

function isFor({ certificate }: KeyPair, { names, addresses = [] }: LeafWish): boolean {
  const wanted = [
    ...names.map((name) => `DNS:${name}`),
    ...addresses.map((address) => `IP Address:${address}`),
  ];
  const found = new X509Certificate(certificate).subjectAltName?.split(', ') ?? [];
  return found.length === wanted.length && wanted.every((name) => found.includes(name));
}

function isSignedBy({ certificate }: KeyPair, ca: KeyPair): boolean {
  return new X509Certificate(certificate).verify(new X509Certificate(ca.certificate).publicKey);
}

/** The key first: a run that is killed between leaves a pair that doesn't match, which the next one replaces. */
async function writePair(folder: string, name: string, { key, certificate }: KeyPair): Promise<void> {
  await replace(join(folder, `${name}.key`), key, 0o600);
  await replace(join(folder, `${name}.pem`), certificate, 0o644);
}

async function replace(path: string, content: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, content, { mode });
  await chmod(`${path}.new`, mode);
  await rename(`${path}.new`, path);
}
