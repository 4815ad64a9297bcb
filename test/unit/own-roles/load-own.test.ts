// Roles of a project's own: where they are found, what they import, and where their files are.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../../lib/model/secret.js';
import { originOf } from '../../../lib/compile/role-origin.js';
import { complaintsOf, declaredBy, ownRole, withProject } from './project.js';

const aFile = "*resources() { yield file({ path: '/x', content: 'y' }); },";

async function idsOf(
  files: Readonly<Record<string, string>>,
  inventory?: string,
): Promise<readonly string[]> {
  return withProject(files, async (fleet) => (await declaredBy(fleet)).map(({ id }) => id), inventory);
}

describe("A project's own role", () => {
  for (const ending of ['ts', 'mts', 'js', 'mjs']) {
    it(`is written in roles/NAME/role.${ending}`, async () => {
      assert.deepEqual(await idsOf({ [`roles/own/role.${ending}`]: ownRole(aFile) }), ['file /x']);
    });
  }

  it('is found above the inventory that has the trueup.yml', async () => {
    const files = {
      'inventory/prod/hosts.yml': 'all: {hosts: {h: }}',
      'inventory/prod/trueup.yml': 'roles: {all: [own]}',
      'roles/own/role.ts': ownRole(aFile),
    };
    assert.deepEqual(await idsOf(files, 'inventory/prod'), ['file /x']);
  });

  it('uses the kit of the program that runs, whatever copy is installed beside it', async () => {
    const files = {
      'node_modules/trueup/package.json': '{"name": "trueup", "type": "module", "exports": "./index.js"}',
      'node_modules/trueup/index.js': 'throw new Error("another copy");',
      'roles/own/role.ts': ownRole(
        "*resources() { yield file({ path: '/x', content: new Secret('y') }); },",
        "import { Secret } from 'trueup';\n",
      ),
    };
    await withProject(files, async (fleet) => {
      const [resource] = await declaredBy(fleet);
      assert.ok((resource?.want as { content: unknown }).content instanceof Secret);
    });
  });

  it('imports its other files, written as .js or .ts, and JSON', async () => {
    const lines = `import { path } from './path.js';
import { more } from './more.ts';
import texts from './texts.json' with { type: 'json' };
const told: string = await Promise.resolve(texts.told);
`;
    const files = {
      'roles/own/path.ts': "export type Path = string;\nexport const path: Path = '/x';\n",
      'roles/own/more.ts': 'export const more = <T>(value: T): T => value;\n',
      'roles/own/texts.json': '{"told": "y"}',
      'roles/own/role.ts': ownRole('*resources() { yield file({ path, content: more(told) }); },', lines),
    };
    await withProject(files, async (fleet) => {
      const [resource] = await declaredBy(fleet);
      assert.deepEqual([resource?.id, (resource?.want as { content: string }).content], ['file /x', 'y']);
    });
  });

  it('has its templates and files beside it', async () => {
    const files = {
      'roles/own/a.njk': "{% include 'b.njk' %} {{ read }}",
      'roles/own/b.njk': 'included',
      'roles/own/files/c.txt': 'read',
      'roles/own/site/index.html': 'bundled',
      'roles/own/role.ts': ownRole(`async *resources({ render, read, bundle }) {
    yield file({ path: '/x', content: render('a.njk', { read: read('role:files/c.txt') }) });
    yield file({ path: '/size', content: String((await bundle('role:site')).size > 0) });
  },`),
    };
    await withProject(files, async (fleet, folder) => {
      const texts = (await declaredBy(fleet)).map(({ want }) => (want as { content: string }).content);
      assert.deepEqual(texts, ['included read', 'true']);
      const role = fleet.roles.get('own');
      assert.equal(role && originOf(role)?.folder, join(folder, 'roles/own'));
    });
  });

  it('is the only one that is loaded', async () => {
    const files = {
      'roles/own/role.ts': ownRole(aFile),
      'roles/other/role.ts': "throw new Error('loaded');",
    };
    assert.deepEqual(await idsOf(files), ['file /x']);
  });

  it('is kept without its types in node_modules, where there is one', async () => {
    const files = { 'roles/own/role.ts': ownRole(aFile), 'node_modules/.keep': '' };
    await withProject(files, (_, folder) => {
      assert.equal(readdirSync(join(folder, 'node_modules/.cache/trueup')).length, 1);
    });
  });

  it('is offered where a name is misspelt, and else its place is told', async () => {
    const files = { 'roles/own/role.ts': ownRole(aFile), 'trueup.yml': 'roles: {all: [onw, varnish]}' };
    const [first, second = ''] = await complaintsOf(files);
    assert.equal(first, 'E_INPUT trueup.yml:1:15 roles.all: there is no role named onw | Did you mean own?');
    assert.match(second, /Allowed: base, .* own\. To write this role, create roles\/varnish\/role\.ts\.$/);
  });

  it('can’t have the name of a built-in one', async () => {
    const complaints = await complaintsOf({
      'trueup.yml': 'roles: {all: [own, base]}',
      'roles/own/role.ts': ownRole(aFile),
      'roles/base/role.ts': ownRole(aFile).replace("'own'", "'base'"),
    });
    assert.deepEqual(complaints, [
      'E_INPUT trueup.yml:1:20 the role base in roles/base/role.ts has the name of a built-in role | Rename one of them.',
    ]);
  });
});
