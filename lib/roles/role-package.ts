// Packages with roles: where they are installed, which trueup they need, and the roles that they export.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { messageOf } from '../model/thrown-message.js';
import type { Role } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';
import { version } from '../package-root.js';
import { importFailure } from './import-failure.js';
import { importFrom } from './import-from.js';
import { readyRole, startOf } from './load-own-role.js';
import { rolesOfModule, whyNoRole } from './roles-of-module.js';
import type { Named } from './wanted-roles.js';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * The folder for a path such as `./shared/roles`, relative to the file that contains it; undefined for a package name.
 */
export function pathOf({ name, place }: Named, project: string): string | undefined {
  if (!/^\.{0,2}\//.test(name) && name !== '.' && name !== '..') return undefined;
  return resolve(place ? dirname(place.file) : project, name);
}

/** All roles of a package, given by its name or by its folder. Throws E_ROLE and E_INPUT. */
export async function loadRolePackage(wanted: Named, project: string): Promise<readonly Role[]> {
  const { name, place } = wanted;
  const path = pathOf(wanted, project);
  const folder = path ?? installedIn(project, name);
  if (folder === undefined || !existsSync(join(folder, 'package.json'))) {
    const [message, hint] =
      path === undefined
        ? [`${name} is not installed`, `Install it: npm install ${name}.`]
        : [`${name}: no such folder`, 'Correct the path, which is relative to the folder of this file.'];
    throw new TrueupError('E_INPUT', `packages: ${message}`, { hint, ...(place && { place }) });
  }
  const file = join(folder, 'package.json');
  const manifest = manifestIn(file);
  checkVersion(name, manifest, file);
  const specifier = path === undefined ? name : entryOf(folder, manifest);
  const exports = await importFrom(path ?? project, specifier).catch((error: unknown) => {
    throw importFailure(error, `package ${name}`, file, folder);
  });
  const roles = rolesOfModule(exports);
  if (roles.length === 0) {
    const { message, hint } = whyNoRole(exports, 'example');
    throw new TrueupError('E_ROLE', `package ${name}: ${message}`, { place: startOf(file), hint });
  }
  return Promise.all(roles.map((role) => readyRole(role, { file, folder, root: folder, package: name })));
}

/** Where Node.js would find the package: in the project's node_modules, or in that of a parent folder. */
function installedIn(folder: string, name: string): string | undefined {
  const installed = join(folder, 'node_modules', name);
  if (existsSync(join(installed, 'package.json'))) return realpathSync(installed);
  return dirname(folder) === folder ? undefined : installedIn(dirname(folder), name);
}

/** The specifier with which a module in the folder would import its own package. */
function entryOf(folder: string, { name, main, exports }: Manifest): string {
  // A package can be imported from inside by its own name, but only if its package.json has `exports`.
  if (name !== undefined && exports !== undefined) return name;
  const entry = main ?? ['index.ts', 'index.js', 'index.mjs'].find((one) => existsSync(join(folder, one)));
  return `./${relative('.', entry ?? 'index.js')}`;
}

function manifestIn(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw new TrueupError('E_INPUT', `cannot be read: ${messageOf(error)}`, { place: startOf(file) });
  }
}

/** Throws if the package needs another version of trueup. Prereleases are included in the range. */
function checkVersion(name: string, { peerDependencies = {}, version: own }: Manifest, file: string): void {
  const range = peerDependencies['trueup'];
  const running = version();
  if (range === undefined) return;
  if (validRange(range) === null)
    throw new TrueupError(
      'E_ROLE',
      `package ${name}: peerDependencies.trueup: ${range} is not a valid version range`,
      {
        place: startOf(file),
      },
    );
  if (satisfies(running, range, { includePrerelease: true })) return;
  const which = own === undefined ? name : `${name} ${own}`;
  throw new TrueupError(
    'E_INPUT',
    `packages: ${which} needs trueup ${range}, but this is trueup ${running}`,
    {
      place: startOf(file),
      hint: `Install a version of ${name} that supports this version of trueup (npm view ${name} peerDependencies), or another version of trueup.`,
    },
  );
}
