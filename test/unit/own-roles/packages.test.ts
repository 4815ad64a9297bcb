// Roles of packages: how trueup.yml names them, and what is said of packages that can't be used.
import assert from 'node:assert/strict';
import { version } from '../../../lib/package-root.js';
import { complaintsOf, declaredBy, ownRole, withProject } from './project.js';

const role = ownRole("*resources({ render }) { yield file({ path: '/x', content: render('x.njk') }); },");

/** A package in a folder, with one role. */
function packageIn(
  folder: string,
  manifest: object = { main: 'index.js' },
): Readonly<Record<string, string>> {
  return {
    [`${folder}/package.json`]: JSON.stringify({ name: 'roles-of-ours', type: 'module', ...manifest }),
    [`${folder}/index.js`]: role,
    [`${folder}/x.njk`]: 'of the package',
  };
}

function siteWith(packages: string): Readonly<Record<string, string>> {
  return { 'trueup.yml': `roles: {all: [own]}\npackages: [${packages}]` };
}

async function textBy(files: Readonly<Record<string, string>>): Promise<unknown> {
  return withProject({ ...files, 'package.json': '{"type": "module"}' }, async (fleet) => {
    const [resource] = await declaredBy(fleet);
    return (resource?.want as { content: unknown }).content;
  });
}

describe('Roles of packages', () => {
  for (const [title, manifest] of [
    ['exports', { exports: './index.js' }],
    ['main', { main: 'index.js' }],
  ] as const) {
    it(`are those that an installed package exports, whose package.json has ${title}`, async () => {
      const files = { ...siteWith('roles-of-ours'), ...packageIn('node_modules/roles-of-ours', manifest) };
      assert.equal(await textBy(files), 'of the package');
    });

    it(`are those that a package in a folder exports, whose package.json has ${title}`, async () => {
      const files = { ...siteWith('./shared'), ...packageIn('shared', manifest) };
      assert.equal(await textBy(files), 'of the package');
    });
  }

  it('are those in a folder without package.json, each in a folder of its name', async () => {
    const files = { 'shared/own/role.ts': role, 'shared/own/x.njk': 'shared' };
    assert.equal(await textBy({ ...files, ...siteWith('./shared') }), 'shared');
  });

  it('say in which folder their files are', async () => {
    const files = {
      ...siteWith("'@acme/roles'"),
      ...packageIn('node_modules/@acme/roles', { name: '@acme/roles', exports: './index.js' }),
      'node_modules/@acme/roles/index.js': "export * from './own/role.js';",
      'node_modules/@acme/roles/own/role.js': role.replace('why:', 'folder: import.meta.dirname,\n  why:'),
      'node_modules/@acme/roles/own/x.njk': 'in a folder of its own',
    };
    assert.equal(await textBy(files), 'in a folder of its own');
  });

  it('say which trueup they need', async () => {
    const needs = (trueup: string): Promise<readonly string[]> =>
      complaintsOf({
        ...siteWith('roles-of-ours'),
        ...packageIn('node_modules/roles-of-ours', {
          main: 'index.js',
          version: '2.1.0',
          peerDependencies: { trueup },
        }),
      });
    const [major, minor] = version().split('.').map(Number) as [number, number];
    for (const range of ['*', `^${version()}`, `>=${major}.${minor}.0-beta.1`]) {
      assert.deepEqual(await needs(range), [], range);
    }
    for (const range of [
      `^${major}.${minor + 1}.0`,
      `>${version()}`,
      '^99',
      `^${major}.${minor + 1}.0-next.1`,
    ]) {
      const [said = ''] = await needs(range);
      assert.match(
        said,
        /^E_INPUT node_modules\/.*: roles-of-ours 2\.1\.0 needs trueup .*, but this is trueup/,
      );
    }
    assert.match((await needs('latest'))[0] ?? '', /latest is not a valid version range/);
  });

  for (const [title, files, said] of [
    [
      'isn’t installed',
      siteWith('nope'),
      'E_INPUT trueup.yml:2:12 packages: nope is not installed | Install it: npm install nope.',
    ],
    [
      'isn’t there',
      siteWith('./nope'),
      'E_INPUT trueup.yml:2:12 packages: ./nope: no such folder | Correct the path, which is relative to the folder of this file.',
    ],
    [
      'has a role that the project has, too',
      { ...siteWith('./shared'), ...packageIn('shared'), 'roles/own/role.ts': ownRole('*resources() {},') },
      'E_INPUT trueup.yml:1:15 the role own in roles/own/role.ts is also defined in ./shared | Rename one of them.',
    ],
    [
      'exports no role',
      { ...siteWith('./shared'), ...packageIn('shared'), 'shared/index.js': 'export const x = 1;' },
      "E_ROLE shared/package.json:1:1 package ./shared: the module exports no role | Write export const example = defineRole({ name: 'example', … }).",
    ],
    [
      'fails',
      { ...siteWith('./shared'), ...packageIn('shared'), 'shared/index.js': "\nthrow new Error('late');" },
      'E_ROLE shared/index.js:2:7 package ./shared: late',
    ],
  ] as const) {
    it(`are missed where the package ${title}`, async () => {
      assert.deepEqual(await complaintsOf(files), [said]);
    });
  }
});
