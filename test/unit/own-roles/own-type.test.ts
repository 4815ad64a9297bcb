// Resource types that a role brings along, made with the same kit.
import assert from 'node:assert/strict';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { registeredTypes, typeNamed } from '../../../lib/resources/registry.js';
import { complaintsOf, declaredBy, ownRole, withProject } from './project.js';

const type = `import { AnswerReader, checkPath, defineResource, join, ownFiles, sh, Unreadable } from 'trueup';
import type { Resource, ResourceType } from 'trueup';

interface FlagWant {
  readonly path: string;
}

const flagType: ResourceType<FlagWant, boolean> = {
  type: 'acme.flag',
  id: ({ path }) => path,
  probe: (wants) => join(wants.map(({ path }) => sh\`if [ -e \${path} ]; then echo there; else echo gone; fi\`)),
  read(answer, wants) {
    const reader = new AnswerReader(answer, 'flags');
    return wants.map(() => {
      const said = reader.line();
      return said === '?' ? new Unreadable('nobody said') : said === 'there';
    });
  },
  diff: ({ path }, there) => (there ? [] : [{ verb: 'create', key: path }]),
  apply: ({ path }) => sh\`: >\${path}\`,
  undo: { remove: ({ path }) => sh\`rm -f -- \${path}\` },
};
const make = defineResource(flagType);

export function flag(want: FlagWant): Resource {
  checkPath(want.path);
  return make(want);
}

export const note = defineResource({
  type: 'acme.note',
  id: ({ path }: FlagWant) => path,
  ...ownFiles(({ path }: FlagWant) => [{ path, content: 'note' }]),
});
`;

const role = ownRole(
  "*resources() { yield flag({ path: '/flag' }); yield note({ path: '/note' }); },",
  "import { flag, note } from './flag.js';\n",
);

describe('A resource type of a role', () => {
  it('is declared, asked, compared and known by its name as the built-in ones', async () => {
    await withProject({ 'roles/own/role.ts': role, 'roles/own/flag.ts': type }, async (fleet) => {
      const [flag, note] = await declaredBy(fleet);
      assert.deepEqual([flag?.id, note?.id], ['acme.flag /flag', 'acme.note /note']);
      assert.ok(flag && registeredTypes().includes(flag.type) && typeNamed('acme.note') === note?.type);
      const haves = flag.type.read({ status: 0, stdout: 'gone\n', stderr: '' }, [flag.want]);
      const [step] = diffHost('h', [{ resource: flag, role: 'own' }], haves);
      assert.deepEqual([step?.state, step?.changes[0]?.verb], ['change', 'create']);
      const unread = flag.type.read({ status: 0, stdout: '?\n', stderr: '' }, [flag.want]);
      assert.throws(() => diffHost('h', [{ resource: flag, role: 'own' }], unread), /because nobody said/);
    });
  });

  it('is refused where a built-in one has its name', async () => {
    const files = {
      'roles/own/role.ts': role,
      'roles/own/flag.ts': type.replaceAll('acme.', 'other.').replace("type: 'other.flag'", "type: 'file'"),
    };
    assert.deepEqual(await complaintsOf(files), [
      'E_ROLE roles/own/flag.ts:23:14 role own: TypeError: two resource types have the name file',
    ]);
  });
});
