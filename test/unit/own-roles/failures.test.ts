// What is said of a role that can't be loaded, or fails: its file and line, and what to do.
import assert from 'node:assert/strict';
import { complaintsOf, ownRole } from './project.js';

/** What is written → what is said of it. */
const cases: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, said: RegExp]>> = {
  'a syntax error': [
    { 'roles/own/role.ts': 'export const a: number = 1;\nexport const b = {;\n' },
    /^E_ROLE roles\/own\/role\.ts:2:19 role own: Unexpected token `;`/,
  ],
  'a syntax error in JavaScript': [
    { 'roles/own/role.js': 'export const a = 1;\nexport const b = {;\n' },
    /^E_ROLE roles\/own\/role\.js:2:19 role own: Unexpected token/,
  ],
  'what must be compiled': [
    { 'roles/own/role.ts': 'export const b = 1;\n  enum X { a }\n' },
    /^E_ROLE roles\/own\/role\.ts:2:3 role own: TypeScript enum cannot be run \| .*erasableSyntaxOnly/,
  ],
  'a type that is imported as a value': [
    { 'roles/own/role.ts': "import {\n  Fleet,\n} from 'trueup';\nexport const x = 1;\n" },
    /^E_ROLE roles\/own\/role\.ts:2:3 role own: .*'Fleet' \| If Fleet is a type, import it with `import type`\.$/,
  ],
  'a file that is not there': [
    { 'roles/own/role.ts': "import { a } from './nope.js';\nexport const x = a;\n" },
    /^E_ROLE roles\/own\/role\.ts:1:19 role own: no such file: roles\/own\/nope\.js \| Write the full file name/,
  ],
  'a package that is not there': [
    { 'roles/own/role.ts': "// why\nimport { a } from '@acme/nope';\nexport const x = a;\n" },
    /^E_ROLE roles\/own\/role\.ts:2:19 role own: the package @acme\/nope is not installed \| Install it: npm install @acme\/nope\.$/,
  ],
  'a throw while it is loaded': [
    {
      'roles/own/role.ts': "import { a } from './helper.js';\nexport const x = a;\n",
      'roles/own/helper.ts': 'export const a: number = 1;\nnew Map<string, number>(a as never);\n',
    },
    /^E_ROLE roles\/own\/helper\.ts:2:1 role own: TypeError: number 1 is not iterable/,
  ],
  'no role': [
    { 'roles/own/role.ts': 'export const x = 1;\n' },
    /^E_ROLE roles\/own\/role\.ts:1:1 role own: the module exports no role \| Write export const own = defineRole\({ name: 'own', … }\)\.$/,
  ],
  'another name': [
    { 'roles/own/role.ts': ownRole('*resources() {},').replace("name: 'own'", "name: 'owm'") },
    /^E_ROLE roles\/own\/role\.ts:1:1 role own: its file exports the role owm, but its folder is named own/,
  ],
  'a role that defineRole never saw': [
    {
      'roles/own/role.js':
        "export const own = { name: 'own', why: 'x', vars: { type: 'object' }, *resources() {} };\n",
    },
    /^E_ROLE roles\/own\/role\.js:1:1 role own: its export own was not created by the running trueup's defineRole/,
  ],
  'a misspelt member': [
    { 'roles/own/role.ts': ownRole('*resources() {},\n  async *chekcs() {},') },
    /^E_ROLE roles\/own\/role\.ts:7:10 role own: chekcs is not a member of a role \| Did you mean checks\?$/,
  ],
  'a member of the wrong kind': [
    { 'roles/own/role.ts': ownRole("*resources() {},\n  after: 'base' as never,") },
    /^E_ROLE roles\/own\/role\.ts:7:3 role own: after must be a list of role names$/,
  ],
  'a member of its turns that is missing': [
    { 'roles/own/role.js': ownRole("*resources() {},\n  turns: { serves: () => 'x' },") },
    /^E_ROLE roles\/own\/role\.js:1:1 role own: turns\.healthy is missing$/,
  ],
  'a schema that is none': [
    {
      'roles/own/role.js': ownRole('*resources() {},').replace(
        'Type.Object({})',
        "Type.Object({ a: { type: 'strin' } })",
      ),
    },
    /^E_ROLE roles\/own\/role\.js:5:3 role own: vars is not a valid JSON Schema: .*strin$/,
  ],
  'a throw in resources': [
    {
      'roles/own/role.ts': ownRole(`*resources({ vars }) {
    const { sites } = vars as { sites?: string[] };
    yield file({ path: sites!.join('/'), content: '' });
  },`),
    },
    /^E_ROLE roles\/own\/role\.ts:8:31 role own, resources: TypeError: Cannot read properties of undefined/,
  ],
  'a throw in listens': [
    {
      'roles/own/role.ts': ownRole(`*resources({ openings }) {
    yield file({ path: '/x', content: String(openings) });
  },
  listens() {
    throw new Error('no port');
  },`),
    },
    /^E_ROLE roles\/own\/role\.ts:10:11 role own, listens: no port$/,
  ],
  'what a resource refuses': [
    { 'roles/own/role.ts': ownRole("*resources() {\n    yield file({ path: 'x', content: '' });\n  },") },
    /^E_INPUT roles\/own\/role\.ts:7:11 role own, resources: "x" is not an absolute path/,
  ],
  'a function in place of a generator': [
    { 'roles/own/role.js': ownRole("resources() {\n    return file({ path: '/x', content: '' });\n  },") },
    /^E_ROLE roles\/own\/role\.js:1:1 role own, resources: it returned an object instead of a list \| .*asterisk/,
  ],
  'no resource': [
    { 'roles/own/role.js': ownRole("*resources() {\n    yield { path: '/x' };\n  },") },
    /^E_ROLE roles\/own\/role\.js:1:1 role own, resources: an object is not a resource$/,
  ],
  'a file outside its folder': [
    { 'roles/own/role.ts': ownRole("*resources({ read }) {\n    read('role:../../x');\n  },") },
    /^E_INPUT roles\/own\/role\.ts:7:5 role own, resources: role:\.\.\/\.\.\/x is outside the folder of role own$/,
  ],
};

describe('A role that fails', () => {
  for (const [title, [files, said]] of Object.entries(cases)) {
    it(`is told with its place: ${title}`, async () => {
      const complaints = await complaintsOf(files);
      assert.equal(complaints.length, 1, complaints.join('\n'));
      assert.match(complaints[0] ?? '', said);
      assert.doesNotMatch(complaints[0] ?? '', /node:internal|lib\/roles/);
    });
  }
});
