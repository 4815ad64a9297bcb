// The examples of docs/library.md, with the package alone: their types are checked, then they run on this machine, as root.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { apart } from './apart.js';

const page = readFileSync(join(packageRoot, 'docs/library.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);
const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc');

const compilerOptions = {
  ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', types: ['node'], outDir: 'out' },
  ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
};

function project(folder: string): Readonly<Record<string, string>> {
  return {
    'package.json': '{"type": "module"}',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    'trueup.yml': 'roles: {all: [notes]}\n',
    'inventory/production/hosts.yml': 'all: {hosts: {web1: {ansible_connection: local}}}\n',
    'roles/notes/role.js': `import { defineRole, file, sh, succeeds, Type } from 'trueup';
export const notes = defineRole({
  name: 'notes', why: 'test', vars: Type.Object({}),
  *resources() { yield file({ path: '${folder}/note', content: 'declared', mode: '0644' }); },
  *checks({ host }) {
    yield succeeds({ title: 'the note is there', on: host.name, script: sh\`test -e ${folder}/note || { echo missing; exit 1; }\` });
  },
});
`,
  };
}

describe('The examples of the library', function () {
  this.timeout(300_000);
  let folder = '';

  before(function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'trueup-library-'));
    mkdirSync(join(folder, 'overlay'));
    for (const name of ['package.json', 'dist', 'templates'])
      cpSync(join(packageRoot, name), join(folder, 'node_modules/trueup', name), { recursive: true });
    mkdirSync(join(folder, 'node_modules/@types'));
    symlinkSync(join(packageRoot, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
    const files = {
      ...project(folder),
      ...Object.fromEntries(examples.map((text) => [`${nameOf(text)}.ts`, text])),
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  it('are one of each', () => {
    assert.deepEqual(examples.map(nameOf), ['plan', 'apply', 'verify']);
  });

  it('have types that need nothing but those of Node.js', () => {
    execFileSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' });
  });

  it('run as the page says', () => {
    const order = ['verify', 'plan', 'apply', 'plan', 'verify'];
    const each = `cd ${folder}; for name in ${order.join(' ')}; do echo "$name:"; node "out/$name.js"; done`;
    const args = ['--mount', 'sh', '-euc', apart, 'sh', join(folder, 'overlay'), 'sh', '-euc', each];
    const said = execFileSync('unshare', args, { encoding: 'utf8' });
    assert.equal(
      said,
      [
        ...['verify:', 'web1: the note is there: exit status 1: missing', 'failed'],
        ...['plan:', `web1 file ${folder}/note`, 'drift 0'],
        ...['apply:', 'web1 changed'],
        ...['plan:', 'as declared 0'],
        ...['verify:', 'ok', ''],
      ].join('\n'),
    );
  });
});

function nameOf(example: string): string {
  return /^import \{ (\w+)/.exec(example)?.[1] ?? '';
}
