// The whole stack of five hosts with every variable of every role set to something harmless, and what comes of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { rendererOf, type Render } from '../../../lib/compile/templates/render.js';
import type { CompileContext } from '../../../lib/compile/role-scope.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Resource } from '../../../lib/model/resource.js';
import { textOfTable } from '../../../lib/resources/network/load-table.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { roles } from '../../../roles/registry.js';
import { everyVariable, type Data } from './every-variable.js';
import { debian13, folderOf, textOf } from './declared.js';

export interface Made {
  readonly host: string;
  readonly resource: Resource;
  /** Of a file, a unit, a ruleset: its text, secrets included. */
  readonly text: string | undefined;
}

const packageRoot = join(import.meta.dirname, '../../..');
const renderers = new Map<string, Render>();
const renderIn = (folder: string): Render => {
  const render = renderers.get(folder) ?? rendererOf(folder);
  renderers.set(folder, render);
  return render;
};
/** Name → address. A name without its number is the host's group. */
export const fiveHosts: Readonly<Record<string, string>> = {
  lb1: '10.0.0.11',
  lb2: '10.0.0.12',
  web1: '10.0.0.21',
  app1: '10.0.0.31',
  db1: '10.0.0.41',
};

/** Group → its roles. */
const allRoles: Readonly<Record<string, readonly string[]>> = {
  all: ['base'],
  lb: ['haproxy', 'keepalived'],
  web: ['nginx'],
  app: ['appserver'],
  db: ['mysql', 'redis', 'host'],
};

/** What a database server beside them, or elsewhere, would have. */
const spare = ['10.0.0.42', '10.0.0.49'];

export class WholeStack {
  /** Group → its variables as they are on disk. */
  readonly #written = new Map<string, Readonly<Record<string, Data>>>();
  #writtenHosts: typeof fiveHosts | undefined;

  private constructor(
    private readonly folder: string,
    /** Group → its roles, where it has any. */
    private readonly rolesOf: Readonly<Record<string, readonly string[]>>,
    /** Role → its variables: all of them. */
    readonly vars: Readonly<Record<string, Data>>,
  ) {}

  /** `only`: of the roles only these; the hosts are all there. */
  static async make(only: readonly string[] = [...roles.keys()]): Promise<WholeStack> {
    const rolesOf = Object.fromEntries(
      Object.entries(allRoles)
        .map(([group, names]) => [group, names.filter((name) => only.includes(name))] as const)
        .filter(([, names]) => names.length > 0),
    );
    const ca = await createCa('test');
    const names = ['www.example.com', 'www2.example.com', 'db1', 'db2'];
    const leaf = await issueLeaf(ca, { names, addresses: [...Object.values(fiveHosts), ...spare] });
    const files = {
      'trueup.yml': stringify({ roles: rolesOf }),
      'site.pem': leaf.fullchain,
      'ca.pem': ca.certificate,
      'page.html': '<p>soon</p>',
      'site/index.html': 'hello',
      'app/main.py': 'pass',
      'greeting.njk': '{{ vars.greeting }}',
      'greeting.txt': 'hello',
    };
    const vars = Object.entries(everyVariable(leaf.key)).filter(([role]) => only.includes(role));
    return new WholeStack(folderOf(files), rolesOf, Object.fromEntries(vars));
  }

  /** What hosts get, all or those named. Throws what loading and compiling throw. */
  async compile(vars = this.vars, only?: readonly string[], hosts = fiveHosts): Promise<readonly Made[]> {
    if (this.#writtenHosts !== hosts)
      writeFileSync(join(this.folder, 'hosts.yml'), stringify(hostsFile(hosts)));
    this.#writtenHosts = hosts;
    mkdirSync(join(this.folder, 'group_vars'), { recursive: true });
    // Each group has the variables of its own roles: a host doesn't read those of the others.
    for (const [group, names] of Object.entries(this.rolesOf)) {
      const own = Object.fromEntries(Object.entries(vars).filter(([role]) => names.includes(role)));
      const before = this.#written.get(group);
      if (before && names.every((role) => own[role] === before[role])) continue;
      this.#written.set(group, own);
      const text = stringify(own, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
      writeFileSync(join(this.folder, `group_vars/${group}.yml`), text);
    }
    const fleet = await loadFleet(this.folder, { roles });
    const context: CompileContext = { fleet, roles, packageRoot, renderIn };
    const made: Made[] = [];
    for (const host of fleet.hosts.filter(({ name }) => only?.includes(name) ?? true)) {
      const interfaces = [{ name: 'eth0', addresses: [host.address] }];
      const facts: Facts = { ...debian13, hostname: host.name, interfaces };
      for (const { resource } of await compileHost(host, facts, context))
        made.push({ host: host.name, resource, text: wholeTextOf(resource) });
    }
    return made;
  }
}

function hostsFile(hosts: Readonly<Record<string, string>>): Data {
  const children: Record<string, { hosts: Record<string, Data> }> = {};
  for (const [name, ansible_host] of Object.entries(hosts))
    (children[name.replace(/\d+$/, '')] ??= { hosts: {} }).hosts[name] = { ansible_host };
  return { all: { children } };
}

/** Of a ruleset: as nft is given it. */
function wholeTextOf(resource: Resource): string | undefined {
  const { rules } = resource.want as { rules?: string };
  return rules === undefined ? textOf(resource) : textOfTable(rules);
}
