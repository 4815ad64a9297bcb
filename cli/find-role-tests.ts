// Finds the tests of roles: the project's own, and those of roles that come with trueup.
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { hintFor } from '../lib/inventory/schema/did-you-mean.js';
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-name-and-vars.js';
import { InputErrors, TrueupError } from '../lib/model/trueup-error.js';
import { packageRoot } from '../lib/package-root.js';
import { outlineOf } from '../lib/testing/stage/role-test-lab.js';
import type { DeclaredTest, Expectations, RoleTest } from '../lib/testing/define-role-test.js';
import type { Project } from '../lib/testing/tested-project.js';
import type { Tested } from '../lib/testing/test-role.js';
import { importFailure } from '../lib/roles/import-failure.js';
import { importFrom } from '../lib/roles/import-from.js';
import { loadRoles } from '../lib/roles/load-roles.js';
import { ownRoleNames } from '../lib/roles/find-role-files.js';
import { projectOf } from '../lib/roles/project-folders.js';

/** What is tested, and the project that it belongs to. */
export interface Found {
  readonly tested: readonly Tested[];
  readonly project: Project;
}

interface ObjectSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
}

const endings = ['ts', 'mts', 'js', 'mjs'];

/**
 * The tests of the given roles, or of all roles of the project if none is given. Throws InputErrors, and E_INPUT for a
 * role that doesn't exist, fails to load, or needs variables and has no test.
 */
export async function findTests(
  builtin: ReadonlyMap<RoleName, Role>,
  given: readonly RoleName[],
  cwd = process.cwd(),
): Promise<Found> {
  const folder = projectOf(cwd, cwd);
  // In a checkout of trueup, these would be the built-in roles.
  const own = folder === packageRoot ? [] : ownRoleNames(join(folder, 'roles'));
  const names = given.length > 0 ? given : own;
  if (names.length === 0)
    throw new TrueupError('E_INPUT', 'test: no roles found in ./roles', {
      hint: 'Name a built-in role, or write your own in roles/NAME/role.ts.',
    });
  const packages = packagesOf(folder);
  const wanted = names.map((name) => ({ name }));
  const loaded = await loadRoles(builtin, {
    project: folder,
    names: wanted,
    packages: packages.map((name) => ({ name })),
  });
  if (loaded.errors.length > 0) throw new InputErrors(loaded.errors);
  const tested: Tested[] = [];
  for (const name of names) {
    const role = loaded.roles.get(name);
    if (!role)
      throw new TrueupError('E_INPUT', `test ${name}: there is no role named ${name}`, {
        hint: hintFor(name, loaded.available),
      });
    tested.push({ role: name, declared: await testFor(name, role, folder) });
  }
  return { tested, project: { ...(own.length > 0 && { roles: join(folder, 'roles') }), folder, packages } };
}

/** The expectations that the tests of these roles declare; a role without a test adds none. */
export async function expectationsOf(names: readonly RoleName[], folder: string): Promise<Expectations> {
  const all: RoleTest[] = [];
  for (const name of names) {
    const declared = await writtenTest(name, folder);
    if (declared) all.push(await outlineOf(declared));
  }
  const together = <Key extends 'tamper' | 'stays' | 'unwatched'>(key: Key): Required<RoleTest>[Key] =>
    Object.assign({}, ...all.map((one) => one[key])) as Required<RoleTest>[Key];
  return {
    ...{ tamper: together('tamper'), stays: together('stays'), unwatched: together('unwatched') },
    never: all.flatMap(({ never = [] }) => never),
  };
}

async function testFor(name: RoleName, { vars }: Role, folder: string): Promise<DeclaredTest> {
  const written = await writtenTest(name, folder);
  if (written) return written;
  const { required: named = [], properties = {} } = vars as ObjectSchema;
  // Variables with a default are also listed as required, because roles always see the defaults filled in.
  const required = named.filter((one) => properties[one]?.default === undefined);
  if (required.length === 0) return { hosts: { one: { [name]: {} } } };
  const path = join(folder, 'roles', name, 'role.test.ts');
  const values = required.map((one) => `${one}: …`).join(', ');
  throw new TrueupError(
    'E_INPUT',
    `test ${name}: the role has no test, and can't be tested without values for ${required.join(', ')}`,
    {
      hint: `Create ${path} with this content: import { testOf } from 'trueup'; export default testOf({ hosts: { one: { ${name}: { ${values} } } } });`,
    },
  );
}

/** The role's test: the project's own, or the one that comes with trueup. */
async function writtenTest(name: RoleName, folder: string): Promise<DeclaredTest | undefined> {
  const beside = join(folder, 'roles', name);
  const file = endings.map((ending) => join(beside, `role.test.${ending}`)).find(existsSync);
  if (file !== undefined && folder !== packageRoot) return loadTest(name, file, beside, folder);
  const { tests } = await import('../roles/tests.js');
  return tests.get(name);
}

async function loadTest(name: RoleName, file: string, beside: string, folder: string): Promise<DeclaredTest> {
  const exported = await importFrom(beside, file).catch((error: unknown) => {
    throw importFailure(error, `the test of role ${name}`, file, folder);
  });
  const test = exported.default as Partial<Exclude<DeclaredTest, (...given: never) => unknown>> | undefined;
  if (typeof test === 'function' || typeof test?.hosts === 'object') return test as DeclaredTest;
  throw new TrueupError(
    'E_INPUT',
    `the test of role ${name} has no default export with a \`hosts\` property`,
    {
      place: { file, line: 1, column: 1 },
      hint: `End the file with: export default testOf({ hosts: { one: { ${name}: {} } } });`,
    },
  );
}

/** The packages that the project's trueup.yml lists; folders as absolute paths. */
function packagesOf(folder: string): readonly string[] {
  const file = ['trueup.yml', 'trueup.yaml'].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) return [];
  const { packages = [] } = (parse(readFileSync(file, 'utf8')) ?? {}) as {
    readonly packages?: readonly string[];
  };
  return packages.map((one) => (/^\.{1,2}(\/|$)/.test(one) && !isAbsolute(one) ? resolve(folder, one) : one));
}
