// What roles declare for the hosts of an inventory that a test writes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { wholeOf } from '../../../lib/compile/role-instances.js';
import { factlessScopeOf, openingsOf, type CompileContext } from '../../../lib/compile/role-scope.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { Check } from '../../../lib/model/check.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Opening, Role } from '../../../lib/model/role.js';
import { Secret } from '../../../lib/model/secret.js';
import { packageRoot } from '../../../lib/package-root.js';

/** What a host is, without its name and addresses. */
export type Machine = Omit<Facts, 'interfaces' | 'hostname'>;

/** Debian 13 on a machine of its own. */
export const debian13: Machine = {
  os: { id: 'debian', version: '13', codename: 'trixie' },
  arch: 'x86_64',
  kernel: '6.12.0',
  bootId: 'b',
  cpus: 2,
  memoryMiB: 1024,
  epoch: 0,
  virtualization: 'kvm',
};

/** Ubuntu 24.04 likewise. */
export const ubuntu2404: Machine = {
  ...debian13,
  os: { id: 'ubuntu', version: '24.04', codename: 'noble' },
};

export interface Declared {
  readonly context: CompileContext;
  resources(host: string, machine?: Machine, interfaces?: Facts['interfaces']): Promise<readonly Resource[]>;
  /** Resource id → what is wanted; in order. */
  wants(host: string, machine?: Machine): Promise<Map<string, Record<string, unknown>>>;
  /** The text of a file, a drop-in, a unit or a ruleset, secrets included. */
  text(host: string, id: string, machine?: Machine): Promise<string>;
  openings(host: string): readonly Opening[];
  checks(host: string): readonly Check[];
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder of these files; what is no text becomes YAML. Roles read files long after the fleet is loaded, so it stays until the end. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-declared-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : stringify(content));
  }
  return folder;
}

/** Throws what loading throws. */
export async function declaredIn(folder: string, roles: ReadonlyMap<string, Role>): Promise<Declared> {
  const fleet = await loadFleet(folder, { roles });
  const context = compileContextOf(fleet, { roles, packageRoot });
  const resources: Declared['resources'] = async (name, machine = debian13, interfaces) => {
    const host = fleet.host(name);
    const facts: Facts = {
      ...machine,
      hostname: name,
      interfaces: interfaces ?? [
        { name: 'lo', addresses: ['127.0.0.1', '::1'] },
        { name: 'eth0', addresses: [host.address] },
      ],
    };
    return (await compileHost(host, facts, context)).map(({ resource }) => resource);
  };
  return {
    context,
    resources,
    async wants(name, machine) {
      const all = await resources(name, machine);
      return new Map(all.map(({ id, want }) => [id, want as Record<string, unknown>]));
    },
    async text(name, id, machine) {
      const all = await resources(name, machine);
      const found = all.find((resource) => resource.id === id);
      if (!found) throw new Error(`${name} has no ${id}; it has ${all.map((one) => one.id).join(', ')}`);
      return textOf(found) ?? '';
    },
    openings: (name) => openingsOf(fleet.host(name), context),
    checks: (name) =>
      fleet.host(name).roles.flatMap((roleName) => {
        const role = roles.get(roleName);
        const host = fleet.host(name);
        return role?.checks
          ? [...role.checks(factlessScopeOf(role, wholeOf(role, host, fleet), host, context))]
          : [];
      }),
  };
}

/** Of a file, a unit, a ruleset: its text. */
export function textOf({ want }: Resource): string | undefined {
  const { content, rules } = want as { content?: string | Secret; rules?: string };
  return content instanceof Secret ? content.reveal() : (content ?? rules);
}
