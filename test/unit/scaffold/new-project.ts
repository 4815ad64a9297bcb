// A new project in a folder of its own, for the tests of what `trueup init` makes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import type { Facts } from '../../../lib/model/facts.js';
import { packageRoot } from '../../../lib/package-root.js';
import { loadRoles } from '../../../lib/roles/load-roles.js';
import { makeAtFirstUse } from '../../../lib/run/generate-at-first-use.js';
import type { ProjectAnswers, StackAnswers } from '../../../lib/scaffold/project-answers.js';
import { makeInventory, type MadeInventory, type WantedHosts } from '../../../lib/scaffold/make-inventory.js';
import { makeProject, type MadeProject } from '../../../lib/scaffold/make-project.js';
import { roles } from '../../../roles/registry.js';
import { debian13 } from '../roles/declared.js';

const facts: Facts = { ...debian13, hostname: 'h', interfaces: [], client: '192.0.2.1' };

/** A host of a small project. */
export const server = { name: 'server1', address: '192.0.2.11' };
/** The answers for a small project. */
export const plain: ProjectAnswers = { name: 'p', user: 'ubuntu', hosts: [server] };
/** The hosts of a stack. */
export const five = ['lb1', 'lb2', 'web1', 'app1', 'db1'].map((name, at) => ({
  name,
  address: `192.0.2.${11 + at}`,
}));

/** The answers for a stack. */
export function stackOf(more: Partial<StackAnswers> = {}): ProjectAnswers {
  return { ...plain, hosts: five, stack: { domain: 'www.example.com', virtualIp: '192.0.2.100', ...more } };
}

/** The roles of each of its hosts. */
export const stacks = {
  ...{ lb1: ['base', 'haproxy', 'keepalived', 'motd'], lb2: ['base', 'haproxy', 'keepalived', 'motd'] },
  ...{
    web1: ['base', 'motd', 'nginx'],
    app1: ['appserver', 'base', 'motd'],
    db1: ['base', 'motd', 'mysql'],
  },
};

/** Removed by `end`. */
export class NewProject {
  /** The project's folder is below it. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'trueup-init-'));
  readonly folder = join(this.scratch, 'project');
  readonly identity = { file: join(this.scratch, 'identity.txt') };
  readonly #sealing = { identity: this.identity, operator: 'somebody' };

  end(): void {
    rmSync(this.scratch, { recursive: true });
  }

  make(answers: ProjectAnswers): Promise<MadeProject> {
    return makeProject(this.folder, answers, this.#sealing);
  }

  /** One more inventory; the questions must be about these hosts. */
  more(
    name: string,
    answers: Omit<ProjectAnswers, 'name'>,
    asked: Partial<WantedHosts> = {},
  ): Promise<MadeInventory> {
    const answer = (wanted: WantedHosts) => {
      assert.deepEqual({ ...wanted, ...asked }, wanted);
      return Promise.resolve(answers);
    };
    return makeInventory(this.folder, name, answer, this.#sealing);
  }

  /** As a command reads it; warnings are errors. */
  load(inventory: string): Promise<LoadedFleet> {
    return loadFleet(join(this.folder, 'inventory', inventory), {
      ...{ roles, loadRoles, project: this.folder, identity: this.identity, strict: true },
      generate: async (where, wish) => {
        await makeAtFirstUse(where, wish);
      },
    });
  }

  /** Each host → its roles that declare something. */
  async declaredIn(inventory: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const fleet = await this.load(inventory);
    const context = compileContextOf(fleet, { roles: fleet.roles, packageRoot });
    const hosts = fleet.hosts.map(async (host) => {
      const declared = await compileHost(
        host,
        { ...facts, interfaces: [{ name: 'eth0', addresses: [host.address] }] },
        context,
      );
      return [host.name, [...new Set(declared.map(({ role }) => role))].sort()] as const;
    });
    return Object.fromEntries(await Promise.all(hosts));
  }
}
