// Roles that need others, that are used several times on a host, and that offer something to others.
import assert from 'node:assert/strict';
import { collectChecks } from '../../../lib/verify/collect-checks.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { hostInWords } from '../../../lib/explain/describe-stack.js';
import { openingsOf } from '../../../lib/compile/role-scope.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { packageRoot } from '../../../lib/package-root.js';
import { complaintsOf, declaredBy, ownRole, withProject } from './project.js';

/** A role of that name with a file named after it. */
function roleNamed(name: string, members = '', lines = ''): string {
  const resources = `*resources() { yield file({ path: '/${name}', content: '' }); },`;
  return ownRole(`${resources}\n  ${members}`, lines)
    .replace("name: 'own'", `name: '${name}'`)
    .replace('const own', `const ${name}`);
}

async function idsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return withProject(files, async (fleet) => (await declaredBy(fleet)).map(({ id }) => id));
}

describe('A role that needs another', () => {
  it('has it before it on its host, whatever trueup.yml says', async () => {
    const files = {
      'roles/own/role.ts': roleNamed('own', "needs: ['disk', 'base'],"),
      'roles/disk/role.ts': roleNamed('disk', "needs: ['device'],"),
      'roles/device/role.ts': roleNamed('device'),
    };
    assert.deepEqual(await idsOf(files), ['file /device', 'file /disk', 'file /own']);
    assert.deepEqual(await idsOf({ ...files, 'trueup.yml': 'roles: {all: [own, device]}' }), [
      'file /device',
      'file /disk',
      'file /own',
    ]);
  });

  it('may name it by its value, also of a package that trueup.yml doesn’t name', async () => {
    const files = {
      'roles/own/role.ts': roleNamed('own', 'needs: [disk],', "import { disk } from 'disks';\n"),
      'node_modules/disks/package.json': '{"name": "disks", "type": "module", "exports": "./index.js"}',
      'node_modules/disks/index.js': roleNamed('disk'),
    };
    assert.deepEqual(await idsOf(files), ['file /disk', 'file /own']);
  });

  it('is said to be the reason', async () => {
    const files = {
      'roles/own/role.ts': roleNamed('own', "needs: ['disk'],"),
      'roles/disk/role.ts': roleNamed('disk'),
    };
    await withProject(files, (fleet) => {
      const host = fleet.host('h');
      assert.deepEqual(host.neededBy, { disk: 'own' });
      assert.match(hostInWords(host, fleet, fleet.roles), /^ {2}disk \(because own needs it\)$/m);
    });
  });

  it('has its variables checked, at the place of the one that needs it', async () => {
    const files = {
      'roles/own/role.ts': roleNamed('own', "needs: ['disk'],"),
      'roles/disk/role.ts': roleNamed('disk').replace(
        'Type.Object({})',
        'Type.Object({ size: Type.Integer() })',
      ),
    };
    assert.deepEqual(await complaintsOf(files), ['E_INPUT trueup.yml:1:15 h: disk.size is missing']);
    assert.deepEqual(await complaintsOf({ ...files, 'group_vars/all.yml': 'disk: {size: 1}' }), []);
  });

  it('is told where there is no such role, or where they need each other', async () => {
    assert.deepEqual(await complaintsOf({ 'roles/own/role.ts': roleNamed('own', "needs: ['bsae'],") }), [
      'E_ROLE roles/own/role.ts:7:3 role own needs the role bsae, which does not exist | Did you mean base?',
    ]);
    const [said = ''] = await complaintsOf({
      'roles/own/role.ts': roleNamed('own', "needs: ['disk'],"),
      'roles/disk/role.ts': roleNamed('disk', "needs: ['own'],"),
    });
    assert.match(said, /^E_CYCLE roles wait for each other in a cycle: own → disk → own \| .*`needs`\.$/);
  });
});

describe('A role with instances', () => {
  const files = {
    'group_vars/all.yml': 'own: {main: {port: 80}, spare: {port: 81}}',
    'roles/own/role.ts': ownRole(
      `instances: true,
  *resources({ instance, vars }) {
    yield file({ path: \`/\${instance}\`, content: String(vars.port) });
  },
  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.port, from: ['anyone'], why: 'test' };
  },
  *checks({ instance, host: { name: on } }) {
    yield succeeds({ title: \`\${instance} of \${on} is well\`, on, script: sh\`true\` });
  },
  offers: ({ host, vars }) => \`\${host.name}:\${vars.port}\`,`,
      "import { sh, succeeds } from 'trueup';\n",
    ).replace(
      'Type.Object({})',
      'Type.Object({ port: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })',
    ),
  };
  const contextOf = (fleet: LoadedFleet): ReturnType<typeof compileContextOf> =>
    compileContextOf(fleet, { roles: fleet.roles, packageRoot });

  it('speaks once for each of them', async () => {
    await withProject(files, async (fleet) => {
      const resources = await declaredBy(fleet);
      const texts = resources.map(({ id, want }) => `${id} ${(want as { content: string }).content}`);
      assert.deepEqual(texts, ['file /main 80', 'file /spare 81']);
      const context = contextOf(fleet);
      assert.deepEqual(
        openingsOf(fleet.host('h'), context).map(({ port }) => port),
        [80, 81],
      );
      assert.deepEqual(
        collectChecks(fleet.hosts, context).map(({ check }) => check.title),
        ['main of h is well', 'spare of h is well'],
      );
      assert.deepEqual(
        fleet.offersOf<string>('own').map(({ instance, value }) => `${instance} ${value}`),
        ['main h:80', 'spare h:81'],
      );
      assert.match(hostInWords(fleet.host('h'), fleet, fleet.roles), /^ {2}own: main, spare$/m);
    });
  });

  it('takes the variables of an instance from several places', async () => {
    const more = { 'host_vars/h.yml': 'own: {third: {port: 82}, main: {port: 8080}}' };
    await withProject({ ...files, ...more }, (fleet) => {
      assert.deepEqual(
        fleet.offersOf('own').map(({ value }) => value),
        ['h:8080', 'h:81', 'h:82'],
      );
    });
  });

  it('is told what is wrong with one of them', async () => {
    const said = (vars: string): Promise<readonly string[]> =>
      complaintsOf({ ...files, 'group_vars/all.yml': vars });
    assert.deepEqual(await said('own: {main: {port: 0}}'), [
      'E_INPUT group_vars/all.yml:1:20 h: own.main.port: must be >= 1, found 0',
    ]);
    assert.deepEqual(await said('own: {main: {prot: 1, port: 2}}'), [
      'E_INPUT group_vars/all.yml:1:14 h: own.main.prot: unknown key | Did you mean port?',
    ]);
    assert.match(
      (await said(''))[0] ?? '',
      /own: .*fewer than 1.* \| Write a mapping from the name of each instance/,
    );
    assert.match((await said('own: {Main Site: {port: 1}}'))[0] ?? '', /own\.Main Site: unknown key/);
  });
});

describe('What a role offers', () => {
  it('is known to the roles of other hosts, with its type where the role is imported', async () => {
    const files = {
      'hosts.yml': 'all: {hosts: {front: }, children: {back: {hosts: {b1: , b2: }}}}',
      'trueup.yml': 'roles: {ungrouped: [own], back: [app]}',
      'roles/app/role.ts': roleNamed('app', 'offers: ({ host }) => ({ address: host.address, port: 8000 }),'),
      'roles/own/role.ts': ownRole(
        `*resources({ fleet }) {
    const typed: readonly number[] = fleet.offersOf(app).map(({ value }) => value.port);
    const named = fleet.offersOf<{ port: number }>('app').map(({ host }) => host.name);
    yield file({ path: '/x', content: [...typed, ...named].join(' ') });
  },`,
        "import { app } from '../app/role.js';\n",
      ),
    };
    await withProject(files, async (fleet) => {
      const [resource] = await declaredBy(fleet);
      assert.equal((resource?.want as { content: string }).content, '8000 8000 b1 b2');
    });
  });

  it('is nothing where no host has the role, and an error where it offers nothing', async () => {
    const asking = (name: string): string =>
      ownRole(`*resources({ fleet }) {
    yield file({ path: '/x', content: String(fleet.offersOf('${name}').length) });
  },`);
    await withProject({ 'roles/own/role.ts': asking('varnish') }, async (fleet) => {
      const [resource] = await declaredBy(fleet);
      assert.equal((resource?.want as { content: string }).content, '0');
    });
    assert.deepEqual(await complaintsOf({ 'roles/own/role.ts': asking('base') }), [
      'E_INPUT roles/own/role.ts:7:52 role own, resources: the role base offers nothing',
    ]);
  });
});
