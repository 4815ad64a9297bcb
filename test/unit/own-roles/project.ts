// A project with roles of its own, for the tests: a folder of files, and what comes of it.
import { join } from 'node:path';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Resource } from '../../../lib/model/resource.js';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import { loadRoles } from '../../../lib/roles/load-roles.js';
import { packageRoot } from '../../../lib/package-root.js';
import { inFolder, testRoles, type Files } from '../inventory/inventory-of.js';
import { debian13 } from '../roles/declared.js';

const facts: Facts = { ...debian13, hostname: 'h', interfaces: [] };

/** A project whose host `h` has the role `own`. */
const plain: Files = {
  'package.json': '{"type": "module"}',
  'hosts.yml': 'all: {hosts: {h: }}',
  'trueup.yml': 'roles: {all: [own]}',
};

/** A role named `own` with these members, after these lines. The members begin at line 6 without such lines. */
export function ownRole(members: string, lines = ''): string {
  return `import { Type, defineRole, file } from 'trueup';
${lines}export const own = defineRole({
  name: 'own',
  why: 'test',
  vars: Type.Object({}),
  ${members}
});
`;
}

/** The project's fleet, loaded in its folder; its folder is gone when `work` has ended. */
export function withProject<Result>(
  files: Files,
  work: (fleet: LoadedFleet, folder: string) => Promise<Result> | Result,
  inventory = '.',
): Promise<Result> {
  return inFolder({ ...plain, ...files }, async (folder) => {
    const fleet = await loadFleet(join(folder, inventory), { roles: testRoles, loadRoles, project: folder });
    return work(fleet, folder);
  });
}

/** What the fleet's only host is declared to have. */
export async function declaredBy(fleet: LoadedFleet): Promise<readonly Resource[]> {
  const context = compileContextOf(fleet, { roles: fleet.roles, packageRoot });
  const [host] = fleet.hosts;
  if (!host) throw new Error('the project has no host');
  return (await compileHost(host, facts, context)).map(({ resource }) => resource);
}

/** What loading the project and declaring its host complains of: `CODE file:line:column message | hint`. */
export function complaintsOf(files: Files): Promise<readonly string[]> {
  return inFolder({ ...plain, ...files }, async (folder) => {
    try {
      await declaredBy(await loadFleet(folder, { roles: testRoles, loadRoles, project: folder }));
    } catch (error) {
      const all = error instanceof InputErrors ? error.errors : [error];
      return all.map((one) => told(one).replaceAll(`${folder}/`, '').replaceAll(folder, '.'));
    }
    return [];
  });
}

function told(error: unknown): string {
  if (!(error instanceof TrueupError)) throw error;
  const { code, message, hint, place } = error;
  const at = place ? `${place.file}:${place.line}:${place.column} ` : '';
  return `${code} ${at}${message}${hint === undefined ? '' : ` | ${hint}`}`;
}
