// Writes the inventory of declared hosts to files, because a separate process must be able to read it.
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labPaths } from '../../lab/settings/lab-paths.js';
import { labUser, type LabSettings } from '../../lab/settings/lab-settings.js';
import { Secret } from '../../model/secret.js';
import type { Project } from '../tested-project.js';
import type { RoleTest } from '../define-role-test.js';

/** Writes the inventory to the folder. `addressOf` returns the address of a declared host. */
export async function writeInventory(
  folder: string,
  lab: LabSettings,
  { hosts, folder: project, roles: own, packages }: Pick<RoleTest, 'hosts'> & Project,
  addressOf: (host: string) => string,
): Promise<void> {
  const paths = labPaths(lab);
  const roles = [...new Set(Object.values(hosts).flatMap((own) => Object.keys(own)))];
  const having = (role: string): readonly string[] =>
    Object.keys(hosts).filter((name) => Object.hasOwn(hosts[name] ?? {}, role));
  const vars = {
    ansible_user: labUser,
    ansible_ssh_private_key_file: paths.key,
    trueup_known_hosts_file: paths.knownHosts,
    trueup_ssh_config: 'none',
  };
  const inventory = {
    all: {
      vars,
      hosts: Object.fromEntries(
        Object.entries(hosts).map(([name, own]) => [name, { ansible_host: addressOf(name), ...plain(own) }]),
      ),
      children: Object.fromEntries(
        roles.map((role) => [
          groupOf(role),
          { hosts: Object.fromEntries(having(role).map((name) => [name, {}])) },
        ]),
      ),
    },
  };
  const site = { packages, roles: Object.fromEntries(roles.map((role) => [groupOf(role), [role]])) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // JSON is also valid YAML.
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  await write('hosts.yml', inventory);
  await write('trueup.yml', site);
  // The project's roles are needed, but none of its variables.
  const modules = join(project, 'node_modules');
  if (own !== undefined) await symlink(own, join(folder, 'roles'));
  if (existsSync(modules)) await symlink(modules, join(folder, 'node_modules'));
}

/** The prefix avoids a warning about a group and a host with the same name. */
function groupOf(role: string): string {
  return `with_${role.replaceAll('-', '_')}`;
}

/** Secrets of a test are used nowhere else, so they are written as plain text: the schema makes them secrets again. */
function plain(value: unknown): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key, one: unknown) {
      const own = this[key];
      return own instanceof Secret ? own.reveal() : one;
    }),
  ) as Record<string, unknown>;
}
