// From what a role names (a folder, a tarball, a repository) to the bundle that travels.
import { existsSync } from 'node:fs';
import { messageOf } from '../../model/thrown-message.js';
import { bundle, bundleOf, maxBytes, type Bundle } from './bundle.js';
import { gitArchive } from './git-archive.js';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { TrueupError } from '../../model/trueup-error.js';
import { untar } from './untar.js';

/** Made once for all hosts of a run: a branch that moves meanwhile must not give two hosts two releases. */
export type Bundles = Map<string, Promise<Bundle>>;

/** `pathOf` tells where a folder or a tarball is. Throws E_INPUT. */
export function bundleSource(
  source: string,
  pathOf: (source: string) => string,
  bundles: Bundles,
): Promise<Bundle> {
  const git = source.startsWith('git+');
  const key = git ? source : pathOf(source);
  const made = bundles.get(key) ?? make(key, git);
  bundles.set(key, made);
  return made;
}

/** Throws E_INPUT if there is nothing to make a bundle of; a repository is asked only when the bundle is made. */
export function checkSource(source: string, pathOf: (source: string) => string, hint?: string): void {
  if (source.startsWith('git+')) return;
  const path = pathOf(source);
  if (existsSync(path)) return;
  const message = `${path}: no such folder or tarball`;
  throw new TrueupError('E_INPUT', message, hint === undefined ? {} : { hint });
}

async function make(key: string, git: boolean): Promise<Bundle> {
  if (git) return bundleOf(key, await untar(key, await gitArchive(key), maxBytes));
  if (!/\.(tar|tar\.gz|tgz)$/.test(key)) return bundle(key);
  return bundleOf(key, await untar(key, bytesOf(key), maxBytes));
}

function bytesOf(tarball: string): Buffer {
  try {
    return readRegular(tarball, maxBytes);
  } catch (error) {
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `${tarball} can't be read: ${why}`, { cause: error });
  }
}
