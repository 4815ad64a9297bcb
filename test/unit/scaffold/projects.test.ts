// What `trueup init` makes: every file of it, read and compiled by what reads it elsewhere, without any host.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import type { Facts } from '../../../lib/model/facts.js';
import { packageRoot } from '../../../lib/package-root.js';
import { loadRoles } from '../../../lib/roles/load-roles.js';
import type { ProjectAnswers, StackAnswers } from '../../../lib/scaffold/answers.js';
import { makeInventory } from '../../../lib/scaffold/make-inventory.js';
import { makeProject } from '../../../lib/scaffold/make-project.js';
import { makeRole } from '../../../lib/scaffold/make-role.js';
import { roles } from '../../../roles/registry.js';
import { makeAtFirstUse } from '../../../lib/run/first-use.js';

const facts: Facts = {
  hostname: 'h',
  os: { id: 'debian', version: '13', codename: 'trixie' },
  arch: 'x86_64',
  kernel: '6.12',
  bootId: '1',
  cpus: 1,
  memoryMiB: 2048,
  interfaces: [],
  client: '192.0.2.1',
  epoch: 0,
  virtualization: 'none',
};

const server = { name: 'server1', address: '192.0.2.11' };
const plain: ProjectAnswers = { name: 'p', user: 'ubuntu', hosts: [server] };
const five = ['lb1', 'lb2', 'web1', 'app1', 'db1'].map((name, at) => ({
  name,
  address: `192.0.2.${11 + at}`,
}));

function stackOf(more: Partial<StackAnswers> = {}): ProjectAnswers {
  return { ...plain, hosts: five, stack: { domain: 'www.example.com', virtualIp: '192.0.2.100', ...more } };
}

describe('A new project', function () {
  this.timeout(120_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-init-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const identity = () => ({ file: join(folder, 'identity.txt') });
  const project = () => join(folder, 'project');
  const make = (answers: ProjectAnswers) =>
    makeProject(project(), answers, { identity: identity(), operator: 'somebody' });

  /** As a command reads it; warnings are errors. */
  function load(inventory: string): Promise<LoadedFleet> {
    return loadFleet(join(project(), 'inventory', inventory), {
      ...{ roles, loadRoles, project: project(), identity: identity(), strict: true },
      generate: async (where, wish) => {
        await makeAtFirstUse(where, wish);
      },
    });
  }

  /** Each host → how many resources each of its roles declares. */
  async function declaredIn(inventory: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const fleet = await load(inventory);
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

  const stacks = {
    ...{ lb1: ['base', 'haproxy', 'keepalived', 'motd'], lb2: ['base', 'haproxy', 'keepalived', 'motd'] },
    ...{
      web1: ['base', 'motd', 'nginx'],
      app1: ['appserver', 'base', 'motd'],
      db1: ['base', 'motd', 'mysql'],
    },
  };

  it('declares its hosts in both inventories', async () => {
    await make(plain);
    for (const inventory of ['lab', 'prod'])
      assert.deepEqual(await declaredIn(inventory), { server1: ['base', 'motd'] });
  });

  it('declares the whole stack in both inventories, the sealed secrets opened', async () => {
    const { made, secrets } = await make(stackOf());
    for (const inventory of ['lab', 'prod']) assert.deepEqual(await declaredIn(inventory), stacks);
    assert.equal(secrets?.made, true);
    assert.ok(made.includes('inventory/prod/recipients.txt'));
    const clear = readFileSync(join(project(), 'inventory/prod/group_vars/all/secrets.yml'), 'utf8');
    assert.equal(clear.match(/!age \|/g)?.length, 6);
    const keys = readdirSync(join(project(), 'inventory/prod/certificates')).filter((one) =>
      one.endsWith('.key'),
    );
    // It signs, and git ignores it.
    assert.deepEqual(keys, ['ca.key']);
  });

  it('serves an application of one’s own', async () => {
    mkdirSync(join(folder, 'My Shop'));
    writeFileSync(join(folder, 'My Shop/app.py'), '');
    const application = { folder: join(folder, 'My Shop'), command: ['/usr/bin/gunicorn', 'app:app'] };
    await make(stackOf({ application }));
    for (const inventory of ['lab', 'prod']) {
      const fleet = await load(inventory);
      const vars = fleet.host('app1').vars['appserver'] as Readonly<Record<string, unknown>>;
      assert.deepEqual([vars['name'], vars['source']], ['my-shop', '../../../My Shop']);
      assert.deepEqual(await declaredIn(inventory), stacks);
    }
  });

  it('keeps what is there when it is made again, its secrets, too', async () => {
    const first = await make(stackOf());
    const again = await make(stackOf());
    assert.deepEqual(again.made, []);
    const certificates = first.made.filter((path) => path.includes('/certificates/'));
    assert.equal(certificates.length, 4);
    assert.equal(again.kept.length + certificates.length, first.made.length);
  });

  it('is not made where a file differs, and nothing is written then', async () => {
    mkdirSync(project());
    writeFileSync(join(project(), '.gitignore'), 'mine\n');
    await assert.rejects(make(stackOf()), /\.gitignore: already exists, with different contents/);
    assert.deepEqual(readdirSync(project()), ['.gitignore']);
    assert.equal(existsSync(identity().file), false);
  });

  it('is not made in a folder with other things in it', async () => {
    mkdirSync(project());
    writeFileSync(join(project(), 'thesis.tex'), '');
    await assert.rejects(make(plain), /is not empty: thesis\.tex/);
    assert.deepEqual(readdirSync(project()), ['thesis.tex']);
  });

  it('completes the package.json that npm install left', async () => {
    mkdirSync(join(project(), 'node_modules'), { recursive: true });
    const manifest = join(project(), 'package.json');
    writeFileSync(manifest, '{"dependencies": {"trueup": "file:../t.tgz"}, "scripts": {"plan": "mine"}}');
    const { completed } = await make(plain);
    assert.deepEqual(completed, ['package.json']);
    const { type, scripts, dependencies, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly [name: string]: Record<string, string>;
    };
    assert.deepEqual([type, dependencies], ['module', { trueup: 'file:../t.tgz' }]);
    assert.deepEqual([scripts?.['plan'], scripts?.['apply']], ['mine', 'trueup apply -i inventory/lab']);
    assert.ok(devDependencies?.['typescript']);
    writeFileSync(manifest, '{"type": "commonjs"}');
    await assert.rejects(make(plain), /package\.json: type is "commonjs"/);
  });

  it('gets one more role and one more inventory, from any folder in it', async () => {
    await make(plain);
    const { made } = makeRole(join(project(), 'roles'), 'web-cache', ['base']);
    assert.deepEqual(made.map((path) => basename(path)).sort(), [
      'role.test.ts',
      'role.ts',
      'web-cache.conf.njk',
    ]);
    await makeInventory(project(), 'staging', (hosts) => {
      assert.deepEqual(hosts, ['server1']);
      return Promise.resolve({ user: 'u', hosts: [server] });
    });
    assert.deepEqual((await load('staging')).host('server1').groups, ['all', 'servers']);
    writeFileSync(join(project(), 'trueup.yml'), 'roles: {all: [base, motd, web-cache]}');
    for (const inventory of ['staging', 'lab'])
      assert.deepEqual(await declaredIn(inventory), { server1: ['base', 'motd', 'web-cache'] });
    assert.throws(() => makeRole(project(), 'base', ['base']), /base: is the name of a built-in role/);
    assert.throws(() => makeRole(project(), '../x', []), /\.\.\/x: is not a valid name/);
    assert.throws(() => makeRole('/', 'x', []), /is not in a trueup project/);
  });

  it('has roles that the compiler accepts', async () => {
    await make(plain);
    makeRole(project(), 'web-cache', []);
    const settings = {
      extends: './tsconfig.json',
      compilerOptions: {
        paths: { trueup: [join(packageRoot, 'lib/kit.ts')] },
        typeRoots: [join(packageRoot, 'node_modules/@types')],
        // The kit's own sources are not stripped.
        erasableSyntaxOnly: false,
        // The second time only the changed role is read.
        ...{ incremental: true, tsBuildInfoFile: './checked.tsbuildinfo' },
      },
    };
    writeFileSync(join(project(), 'tsconfig.test.json'), JSON.stringify(settings));
    const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc');
    const check = () =>
      execFileSync(process.execPath, [tsc, '-p', 'tsconfig.test.json'], { cwd: project(), encoding: 'utf8' });
    check();
    const role = join(project(), 'roles/motd/role.ts');
    writeFileSync(role, readFileSync(role, 'utf8').replace('vars.text', 'vars.txet'));
    assert.throws(check, ({ stdout }: { stdout: string }) =>
      stdout.includes("Property 'txet' does not exist"),
    );
  });
});
