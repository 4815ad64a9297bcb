// What `trueup init` makes: every file of it, read and compiled by what reads it elsewhere, without any host.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { makeRole } from '../../../lib/scaffold/make-role.js';
import { NewProject, plain, server, stackOf, stacks } from '../../unit/scaffold/new-project.js';

describe('A new project', function () {
  this.timeout(300_000);
  let project: NewProject;
  beforeEach(() => {
    project = new NewProject();
  });
  afterEach(() => {
    project.end();
  });

  it('declares its hosts in both inventories', async () => {
    await project.make(plain);
    for (const inventory of ['lab', 'prod'])
      assert.deepEqual(await project.declaredIn(inventory), { server1: ['base', 'motd'] });
  });

  it('declares the whole stack in both inventories, the sealed secrets opened', async () => {
    const { made, secrets } = await project.make(stackOf());
    for (const inventory of ['lab', 'prod']) assert.deepEqual(await project.declaredIn(inventory), stacks);
    assert.equal(secrets?.made, true);
    assert.ok(made.includes('inventory/prod/recipients.txt'));
    const clear = readFileSync(join(project.folder, 'inventory/prod/group_vars/all/secrets.yml'), 'utf8');
    assert.equal(clear.match(/!age \|/g)?.length, 6);
    const keys = readdirSync(join(project.folder, 'inventory/prod/certificates')).filter((one) =>
      one.endsWith('.key'),
    );
    // It signs, and git ignores it.
    assert.deepEqual(keys, ['ca.key']);
  });

  it('serves an application of one’s own', async () => {
    mkdirSync(join(project.scratch, 'My Shop'));
    writeFileSync(join(project.scratch, 'My Shop/app.py'), '');
    const application = {
      folder: join(project.scratch, 'My Shop'),
      command: ['/usr/bin/gunicorn', 'app:app'],
    };
    await project.make(stackOf({ application }));
    for (const inventory of ['lab', 'prod']) {
      const fleet = await project.load(inventory);
      const vars = fleet.host('app1').vars['appserver'] as Readonly<Record<string, unknown>>;
      assert.deepEqual([vars['name'], vars['source']], ['my-shop', '../../../My Shop']);
      assert.deepEqual(await project.declaredIn(inventory), stacks);
    }
  });

  it('keeps what is there when it is made again, its secrets, too', async () => {
    const first = await project.make(stackOf());
    const again = await project.make(stackOf());
    assert.deepEqual(again.made, []);
    const certificates = first.made.filter((path) => path.includes('/certificates/'));
    assert.equal(certificates.length, 4);
    assert.equal(again.kept.length + certificates.length, first.made.length);
  });

  it('is not made where a file differs, and nothing is written then', async () => {
    mkdirSync(project.folder);
    writeFileSync(join(project.folder, '.gitignore'), 'mine\n');
    await assert.rejects(project.make(stackOf()), /\.gitignore: already exists, with different contents/);
    assert.deepEqual(readdirSync(project.folder), ['.gitignore']);
    assert.equal(existsSync(project.identity.file), false);
  });

  it('is not made in a folder with other things in it', async () => {
    mkdirSync(project.folder);
    writeFileSync(join(project.folder, 'thesis.tex'), '');
    await assert.rejects(project.make(plain), /is not empty; it contains thesis\.tex/);
    assert.deepEqual(readdirSync(project.folder), ['thesis.tex']);
  });

  it('completes the package.json that npm install left', async () => {
    mkdirSync(join(project.folder, 'node_modules'), { recursive: true });
    const manifest = join(project.folder, 'package.json');
    writeFileSync(manifest, '{"dependencies": {"trueup": "file:../t.tgz"}, "scripts": {"plan": "mine"}}');
    const { completed } = await project.make(plain);
    assert.deepEqual(completed, ['package.json']);
    const { type, scripts, dependencies, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly [name: string]: Record<string, string>;
    };
    assert.deepEqual([type, dependencies], ['module', { trueup: 'file:../t.tgz' }]);
    assert.deepEqual([scripts?.['plan'], scripts?.['apply']], ['mine', 'trueup apply -i inventory/lab']);
    assert.ok(devDependencies?.['typescript']);
    writeFileSync(manifest, '{"type": "commonjs"}');
    await assert.rejects(project.make(plain), /package\.json: type is "commonjs"/);
  });

  it('gets one more role and one more inventory, from any folder in it', async () => {
    await project.make(plain);
    const { made } = makeRole(join(project.folder, 'roles'), 'web-cache', ['base']);
    assert.deepEqual(made.map((path) => basename(path)).sort(), [
      'role.test.ts',
      'role.ts',
      'web-cache.conf.njk',
    ]);
    const second = await project.more('staging', { user: 'u', hosts: [server] }, { firstHosts: ['server1'] });
    assert.equal(second.secrets, undefined);
    assert.deepEqual(second.taken.map((path) => basename(path)).sort(), ['all.yml', 'servers.yml']);
    assert.deepEqual((await project.load('staging')).host('server1').groups, ['all', 'servers']);
    writeFileSync(join(project.folder, 'trueup.yml'), 'roles: {all: [base, motd, web-cache]}');
    for (const inventory of ['staging', 'lab'])
      assert.deepEqual(await project.declaredIn(inventory), { server1: ['base', 'motd', 'web-cache'] });
    assert.throws(
      () => makeRole(project.folder, 'base', ['base']),
      /base: already the name of a built-in role/,
    );
    assert.throws(() => makeRole(project.folder, '../x', []), /\.\.\/x: not a valid name/);
    assert.throws(() => makeRole('/', 'x', []), /is not in a trueup project/);
  });

  it('has roles that the compiler accepts', async () => {
    await project.make(plain);
    makeRole(project.folder, 'web-cache', []);
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
    writeFileSync(join(project.folder, 'tsconfig.test.json'), JSON.stringify(settings));
    const tsc = join(packageRoot, 'node_modules/typescript-7/bin/tsc');
    const check = () =>
      execFileSync(process.execPath, [tsc, '-p', 'tsconfig.test.json'], {
        cwd: project.folder,
        encoding: 'utf8',
      });
    check();
    const role = join(project.folder, 'roles/motd/role.ts');
    writeFileSync(role, readFileSync(role, 'utf8').replace('vars.text', 'vars.txet'));
    assert.throws(check, ({ stdout }: { stdout: string }) =>
      stdout.includes("Property 'txet' does not exist"),
    );
  });
});
