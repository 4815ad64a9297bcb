// Makes a bundle from the source that a role names: a folder, a tarball or a repository.
import { existsSync } from 'node:fs';
import { messageOf } from '../../model/thrown-message.js';
import { bundle, bundleOf, maxBytes, type Bundle } from './bundle.js';
import { gitArchive } from './git-archive.js';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { TrueupError } from '../../model/trueup-error.js';
import { untar } from './untar.js';

/** Each bundle is made once for all hosts of a run: even if a branch moves, all hosts must get the same release. */
export type Bundles = Map<string, Promise<Bundle>>;

/** `pathOf` returns the path of a folder or tarball. Throws E_INPUT. */
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

/** Throws E_INPUT if the source doesn't exist; a repository is contacted only when the bundle is made. */
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
