// Fleets of the whole stack, and what the roles declare for their hosts, for the tests of roles.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { factlessScopeOf, type CompileContext } from '../../../lib/compile/scope.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { Check } from '../../../lib/model/check.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Role } from '../../../lib/model/role.js';
import { Secret } from '../../../lib/model/secret.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { appserver } from '../../../roles/appserver/role.js';
import { base } from '../../../roles/base/role.js';
import { haproxy } from '../../../roles/haproxy/role.js';
import { keepalived } from '../../../roles/keepalived/role.js';
import { nginx } from '../../../roles/nginx/role.js';

const packageRoot = join(import.meta.dirname, '../../..');
const roles: ReadonlyMap<string, Role> = new Map(
  [base, haproxy, keepalived, nginx, appserver].map((role) => [role.name, role as Role]),
);

/** Debian 13 on a machine of its own, with the address of the host. */
export const debian13: Omit<Facts, 'interfaces' | 'hostname'> = {
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
export const ubuntu2404: typeof debian13 = {
  ...debian13,
  os: { id: 'ubuntu', version: '24.04', codename: 'noble' },
};

export interface Stack {
  readonly context: CompileContext;
  resources(
    host: string,
    facts?: typeof debian13,
    interfaces?: Facts['interfaces'],
  ): Promise<readonly Resource[]>;
  /** The text of a file or drop-in that a host gets. */
  text(host: string, id: string, facts?: typeof debian13): Promise<string>;
  checks(host: string): readonly Check[];
}

export interface Plan {
  readonly balancers?: number;
  readonly webs?: number;
  readonly apps?: number;
  /** More of group_vars/all.yml. */
  readonly vars?: string;
  /** More keys of the role base, indented by four. */
  readonly baseMore?: string;
  readonly operators?: string;
  /** More keys of the roles nginx and keepalived, each with a comma before it. */
  readonly nginxMore?: string;
  readonly keepalivedMore?: string;
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Roles read their files long after the fleet is loaded, so the folder stays until the end. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-stack-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

let pki: ReturnType<typeof makePki> | undefined;

async function makePki() {
  const ca = await createCa('test');
  return { ca, leaf: await issueLeaf(ca, { names: ['www.foobar.com', 'foobar.com', 'www.foobar.net'] }) };
}

function hostsOf(name: string, count: number, first: number): string {
  const hosts = Array.from(
    { length: count },
    (_, n) => `${name}${n + 1}: {ansible_host: 10.0.0.${first + n}}`,
  );
  return `    ${name}: {hosts: {${hosts.join(', ')}}}\n`;
}

/** lb1… at 10.0.0.11…, web1… at .21…, app1… at .31…, db1 at .41. */
export async function stackOf({
  balancers = 2,
  webs = 1,
  apps = 1,
  vars = '',
  baseMore = '',
  operators = '198.18.77.1/32',
  nginxMore = '',
  keepalivedMore = '',
}: Plan = {}): Promise<Stack> {
  const { ca, leaf } = await (pki ??= makePki());
  const files = {
    'hosts.yml': `all:\n  children:\n${hostsOf('lb', balancers, 11)}${hostsOf('web', webs, 21)}${hostsOf('app', apps, 31)}${hostsOf('db', 1, 41)}`,
    'site.yml': 'roles: {all: [base], lb: [haproxy, keepalived], web: [nginx], app: [appserver]}',
    'group_vars/all.yml': `
base:
    operators: [${operators}]${baseMore}
nginx: {server_name: www.foobar.com, certificate: site.pem, certificate_key: !file ../site.key, certificate_authority: ca.pem${nginxMore}}
keepalived: {virtual_ip: 10.0.0.100${keepalivedMore}}
${vars}`,
    'site.pem': leaf.fullchain,
    'ca.pem': ca.certificate,
    'site.key': leaf.key,
  };
  const fleet = await loadFleet(folderOf(files), { roles });
  const context = compileContextOf(fleet, { roles, packageRoot });
  const factsOf = (host: string, facts: typeof debian13, interfaces?: Facts['interfaces']): Facts => ({
    ...facts,
    hostname: host,
    interfaces: interfaces ?? [
      { name: 'lo', addresses: ['127.0.0.1', '::1'] },
      { name: 'eth0', addresses: [fleet.host(host).address] },
    ],
  });
  const resources: Stack['resources'] = async (host, facts = debian13, interfaces) => {
    const declared = await compileHost(fleet.host(host), factsOf(host, facts, interfaces), context);
    return declared.map(({ resource }) => resource);
  };
  return {
    context,
    resources,
    async text(host, id, facts) {
      const all = await resources(host, facts);
      const found = all.find((resource) => resource.id === id);
      if (!found) throw new Error(`${host} has no ${id}; it has ${all.map((one) => one.id).join(', ')}`);
      const { content, rules } = found.want as { content?: string | Secret; rules?: string };
      const text = content ?? rules;
      return text instanceof Secret ? text.reveal() : (text ?? '');
    },
    checks: (host) =>
      fleet.host(host).roles.flatMap((name) => {
        const role = roles.get(name);
        return role?.checks ? [...role.checks(factlessScopeOf(role, fleet.host(host), context))] : [];
      }),
  };
}
