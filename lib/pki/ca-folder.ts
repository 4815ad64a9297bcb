// A CA and its certificates as files: created once, and renewed in time.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import { onlyWhereMissing } from './create-if-missing.js';
import { createCa, issueLeaf, type KeyPair, type LeafWish } from './local-ca.js';

/** If a certificate has fewer days left, a new one is created. */
const renewDays = 30;

/** Creates ca.pem, ca.key and a .gitignore for keys, unless the CA exists and is valid; returns whether it did. */
export async function ensureCa(folder: string, name: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readPair(folder, 'ca');
  if (found && isGood(found)) return false;
  await keepOutOfGit(folder);
  await writePair(folder, 'ca', await createCa(name));
  return true;
}

/**
 * Creates NAME.pem (with the chain) and NAME.key, unless they exist, are signed by the CA, are for these names and have
 * 30 days left. Returns whether it created them.
 */
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

/** Leaves an existing .gitignore unchanged, because it belongs to its owner. */
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

/** The key first: a run that is killed in between leaves a pair that doesn't match, which the next run replaces. */
async function writePair(folder: string, name: string, { key, certificate }: KeyPair): Promise<void> {
  await replace(join(folder, `${name}.key`), key, 0o600);
  await replace(join(folder, `${name}.pem`), certificate, 0o644);
}

async function replace(path: string, content: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, content, { mode });
  await chmod(`${path}.new`, mode);
  await rename(`${path}.new`, path);
}
