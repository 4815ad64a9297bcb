// A fleet of any hosts and roles, and what the roles declare for them: for the test of one role.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { factlessScopeOf, openingsOf } from '../../../lib/compile/scope.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { Check } from '../../../lib/model/check.js';
import type { Opening } from '../../../lib/model/role.js';
import type { Resource } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { roles } from '../../../roles/registry.js';
import type { Data } from './every-variable.js';
import { debian13 } from './stack.js';

const packageRoot = join(import.meta.dirname, '../../..');

/** A host's roles, and what else `hosts.yml` says of it. */
export interface HostWith {
  readonly roles: readonly string[];
  readonly vars?: Readonly<Record<string, Data>>;
}

interface Declarations {
  /** In the order in which they are applied. */
  resources(host: string, facts?: typeof debian13): Promise<readonly Resource[]>;
  /** Resource id → what is wanted; in order. */
  wants(
    host: string,
    facts?: typeof debian13,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>;
  /** The text of a file, a drop-in or a unit, secrets included. */
  text(host: string, id: string, facts?: typeof debian13): Promise<string>;
  openings(host: string): readonly Opening[];
  checks(host: string): readonly Check[];
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Hosts by name, at 10.0.0.1 and so on, and the variables of all of them. Throws what loading throws. */
export async function hostsWith(
  hosts: Readonly<Record<string, HostWith>>,
  vars: Readonly<Record<string, Data>>,
): Promise<Declarations> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-hosts-'));
  folders.push(folder);
  const children = Object.entries(hosts).map(([name, { vars: own }], at) => {
    return [`only_${name}`, { hosts: { [name]: { ansible_host: `10.0.0.${at + 1}`, ...own } } }] as const;
  });
  const site = Object.entries(hosts).map(([name, host]) => [`only_${name}`, host.roles] as const);
  mkdirSync(join(folder, 'group_vars'));
  writeFileSync(join(folder, 'hosts.yml'), stringify({ all: { children: Object.fromEntries(children) } }));
  writeFileSync(join(folder, 'site.yml'), stringify({ roles: Object.fromEntries(site) }));
  writeFileSync(join(folder, 'group_vars/all.yml'), stringify(vars));

  const fleet = await loadFleet(folder, { roles });
  const context = compileContextOf(fleet, { roles, packageRoot });
  const resources: Declarations['resources'] = async (name, facts = debian13) => {
    const host = fleet.host(name);
    const interfaces = [{ name: 'eth0', addresses: [host.address] }];
    const declared = await compileHost(host, { ...facts, hostname: name, interfaces }, context);
    return declared.map(({ resource }) => resource);
  };
  const wants: Declarations['wants'] = async (name, facts) =>
    new Map(
      (await resources(name, facts)).map(({ id, want }) => [id, want as Readonly<Record<string, unknown>>]),
    );
  return {
    resources,
    wants,
    async text(name, id, facts) {
      const all = await wants(name, facts);
      const content = all.get(id)?.['content'];
      if (content instanceof Secret) return content.reveal();
      if (typeof content === 'string') return content;
      throw new Error(`${name} has no text ${id}; it has ${[...all.keys()].join(', ')}`);
    },
    openings: (name) => openingsOf(fleet.host(name), context),
    checks: (name) =>
      fleet.host(name).roles.flatMap((roleName) => {
        const role = roles.get(roleName);
        return role?.checks ? [...role.checks(factlessScopeOf(role, fleet.host(name), context))] : [];
      }),
  };
}
