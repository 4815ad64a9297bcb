// A fleet with one host for each role and the smallest variables: what a role says of itself, without an inventory.
import { Problems } from '../inventory/raw/problems.js';
import { entriesOf } from '../inventory/raw/raw.js';
import { parseYaml } from '../inventory/raw/read-yaml.js';
import { schemaCheck } from '../inventory/schema/schema-check.js';
import { roleVars } from '../inventory/variables/role-vars.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { exampleOf } from './example.js';

/** Hosts named after their roles: `nginx1`. */
export async function exampleFleet(roles: readonly Role[]): Promise<Fleet> {
  const vars = new Map<string, unknown>();
  for (const role of roles) vars.set(role.name, await exampleVars(role));
  const hosts = roles.map(({ name }, index) => exampleHost(name, index + 1));
  return {
    folder: '.',
    hosts,
    host: (name) => {
      const found = hosts.find((host) => host.name === name);
      if (found) return found;
      throw new TrueupError('E_NO_SUCH_HOST', `there is no host named ${name}`);
    },
    inGroup: () => [],
    withRole: (role) => hosts.filter((host) => host.roles.includes(role)),
    varsOf: <Vars>(_: Host, { name }: { readonly name: string }) => vars.get(name) as Vars,
  };
}

/** Validated, defaults filled in. */
async function exampleVars(role: Role): Promise<unknown> {
  const problems = new Problems();
  const place = { file: 'example', line: 1, column: 1 };
  const written = entriesOf(parseYaml(exampleOf(role), 'example', problems)).get(role.name)?.value;
  const entries = entriesOf(written);
  const open = (): Secret => new Secret('example');
  return roleVars(role.name, { kind: 'map', place, entries }, await schemaCheck(role.vars), open).vars;
}

function exampleHost(role: string, number: number): Host {
  const name = `${role}1`;
  const address = `192.0.2.${number}`;
  return {
    name,
    address,
    groups: ['all'],
    roles: [role],
    connection: { transport: 'auto', host: address, become: true, becomeUser: 'root' },
    vars: {},
  };
}
