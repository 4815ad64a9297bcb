// Rejects names and links in a bundle that would refer to something outside it once it is unpacked on a host.
import { posix } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import type { Entry } from './bundle-entry.js';

/** The number of links that Linux follows in one path. */
const mostLinks = 40;

/**
 * Throws E_INPUT for a link that leads out of the bundle, also by way of other links: `a/b/c → ../..` makes
 * `a/b/c/../../..` lie outside, although the path itself doesn't show it. `bundle` is the name for errors.
 */
export function refusePathTraversal(bundle: string, entries: readonly Entry[]): void {
  const links = new Map(
    entries.flatMap(({ name, kind, body }) => (kind === 'link' ? [[name, body.toString('utf8')]] : [])),
  );
  for (const { name, kind } of entries) {
    checkName(bundle, name);
    if (kind !== 'link') continue;
    const target = links.get(name) ?? '';
    checkName(bundle, target);
    if (leadsOut(posix.dirname(name), target, links))
      throw new TrueupError(
        'E_INPUT',
        `${bundle}: ${name} is a link to ${target}, which is outside the bundle`,
      );
  }
}

/** Follows a path as the kernel would, from a folder of the bundle. */
function leadsOut(folder: string, path: string, links: ReadonlyMap<string, string>): boolean {
  let at = folder === '.' ? [] : folder.split('/');
  const ahead = path.split('/');
  if (posix.isAbsolute(path)) return true;
  let followed = 0;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.length === 0) return true;
      at = at.slice(0, -1);
      continue;
    }
    const next = links.get([...at, part].join('/'));
    if (next === undefined) at = [...at, part];
    else if (posix.isAbsolute(next)) return true;
    // A cycle leads nowhere.
    else if (++followed > mostLinks) return false;
    else ahead.unshift(...next.split('/'));
  }
  return false;
}

/** Names that aren't UTF-8 were changed when they were read. */
function checkName(bundle: string, name: string): void {
  if (!/[\0\uFFFD]/.test(name)) return;
  throw new TrueupError('E_INPUT', `${bundle}: the name ${JSON.stringify(name)} is not UTF-8 text`);
}
