// A fleet with one host for each role and only the required variables, to describe roles without an inventory.
import { writtenSchema } from '../compile/role-instances.js';
import { LoadedFleet } from '../inventory/loaded-fleet.js';
import { Problems } from '../inventory/raw/collect-problems.js';
import { entriesOf } from '../inventory/raw/raw-value.js';
import { parseYaml } from '../inventory/raw/read-yaml.js';
import { schemaCheck } from '../inventory/schema/schema-check.js';
import { roleVars } from '../inventory/variables/check-role-vars.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import { Secret } from '../model/secret.js';
import { exampleOf } from './smallest-example.js';

/** Hosts named after their roles: `nginx1`. */
export async function exampleFleet(roles: readonly Role[]): Promise<Fleet> {
  const vars = new Map<string, unknown>();
  for (const role of roles) vars.set(role.name, await exampleVars(role));
  const hosts = roles.map(({ name }, index) => exampleHost(name, index + 1));
  return new LoadedFleet({
    folder: '.',
    projectFolders: ['.'],
    hosts,
    roles: new Map(roles.map((role) => [role.name, role])),
    groups: new Map(),
    // The variables of all roles on each host, because a role may rely on another one on the same host.
    roleVars: new Map(hosts.map(({ name }) => [name, vars])),
    origins: new Map(),
    login: new Map(),
    places: new Map(),
  });
}

/** The example's variables, validated, with defaults filled in. */
async function exampleVars(role: Role): Promise<unknown> {
  const place = { file: 'example', line: 1, column: 1 };
  const written = parseYaml(exampleOf(role), place.file, new Problems());
  const entries = entriesOf(entriesOf(written).get(role.name)?.value);
  const check = await schemaCheck(writtenSchema(role));
  return roleVars(role.name, { kind: 'map', place, entries }, check, () => new Secret('example')).vars;
}

function exampleHost(role: string, number: number): Host {
  const address = `192.0.2.${number}`;
  return {
    name: `${role}1`,
    address,
    groups: ['all'],
    roles: [role],
    connection: { transport: 'auto', host: address, become: true, becomeUser: 'root' },
    vars: {},
  };
}
