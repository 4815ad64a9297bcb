// A project outside of this repository, with trueup as npm packs it: its roles' types, and their loading.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';

const role = `import { AnswerReader, Type, defineResource, defineRole, file, sh, succeeds } from 'trueup';
import type { Change, Resource } from 'trueup';
import { greeting } from './greeting.js';

interface FlagWant {
  readonly path: string;
}

const flag: (want: FlagWant) => Resource = defineResource<FlagWant, boolean>({
  type: 'stranger.flag',
  id: ({ path }) => path,
  probe: ([want]) => sh\`[ -e \${want?.path ?? '/'} ] && echo there || echo gone\`,
  read: (answer, wants) => {
    const reader = new AnswerReader(answer, 'flags');
    return wants.map(() => reader.line() === 'there');
  },
  diff: ({ path }, there): readonly Change[] => (there ? [] : [{ verb: 'create', key: path }]),
  apply: ({ path }) => sh\`: >\${path}\`,
});

export const motd = defineRole({
  name: 'motd',
  why: 'Everybody who logs in knows whose host it is.',
  vars: Type.Object({ text: Type.String({ default: 'hello' }) }, { additionalProperties: false }),
  offers: ({ host }) => ({ greeter: host.name }),
  *resources({ host, vars, render }) {
    yield file({ path: '/etc/motd', content: render('motd.njk', { text: greeting(vars.text, host.name) }) });
    yield flag({ path: '/etc/greeted' });
  },
  *listens() {
    yield { protocol: 'tcp', port: 79, from: ['anyone'], why: 'fingers' };
  },
  *checks({ host: { name: on } }) {
    yield succeeds({ title: \`\${on} greets\`, on, script: sh\`test -s /etc/motd\` });
  },
});
`;

const other = `import { Type, defineRole } from 'trueup';
import { motd } from '../motd/role.js';

export const other = defineRole({
  name: 'other',
  why: 'It is used several times.',
  instances: true,
  needs: [motd],
  vars: Type.Object({ port: Type.Integer() }),
  *resources({ fleet, instance, vars }) {
    const names: readonly string[] = fleet.offersOf(motd).map(({ value }) => value.greeter);
    const text: string = fleet.varsOf(fleet.host(names[0] ?? instance), motd).text;
    if (text.length > vars.port) throw new Error(text);
  },
});
`;

const mistaken = `import { Type, defineRole, file } from 'trueup';

export const wrong = defineRole({
  name: 'wrong',
  why: 'Its mistakes are seen.',
  vars: Type.Object({ port: Type.Integer() }),
  *resources({ vars }) {
    yield file({ path: vars.prot, content: 5 });
  },
});
`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{"type": "module"}',
  'trueup.yml': 'roles: {all: [other]}',
  'inventory/hosts.yml': 'all: {hosts: {h: {ansible_host: 10.0.0.1}}}',
  'inventory/group_vars/all.yml': 'other: {one: {port: 80}, two: {port: 81}}',
  'roles/motd/role.ts': role,
  'roles/motd/greeting.ts':
    'export const greeting = (text: string, name: string): string => `${name}: ${text}`;\n',
  'roles/motd/motd.njk': '{{ text }}',
  'roles/other/role.ts': other,
  'mistaken/role.ts': mistaken,
};

/** Nothing of Node.js's or a browser's types, and what most projects have. */
const settings = {
  nodenext: { module: 'nodenext', lib: ['es2023'], types: [], declaration: true },
  bundler: { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom'], types: [] },
} as const;

describe("A stranger's project", () => {
  let folder: string;
  const trueup = (program: string, ...words: readonly string[]): string =>
    execFileSync(process.execPath, [join(program, 'dist/cli/main.js'), ...words], {
      cwd: folder,
      encoding: 'utf8',
    });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-stranger-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
    const packed = execFileSync('npm', pack, { cwd: packageRoot, encoding: 'utf8' }).trim();
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, 'trueup'), { recursive: true });
    execFileSync('tar', ['xzf', join(folder, packed), '-C', join(modules, 'trueup'), '--strip-components=1']);
    for (const needed of ['@swc', 'mocha'])
      symlinkSync(join(packageRoot, 'node_modules', needed), join(modules, needed));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const compilers = { 6: 'typescript', 7: 'typescript-7' };

  function typeCheck(installed: string, compilerOptions: object, include: string): string {
    const common = { target: 'es2023', strict: true, skipLibCheck: false, outDir: 'out', rootDir: '.' };
    const config = { compilerOptions: { ...common, ...compilerOptions }, include: [include] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(packageRoot, 'node_modules', installed, 'bin/tsc');
    return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout;
  }

  for (const [name, options] of Object.entries(settings)) {
    for (const [version, installed] of Object.entries(compilers))
      it(`type-checks with moduleResolution ${name} in TypeScript ${version}, without any other types`, () => {
        assert.equal(typeCheck(installed, options, 'roles'), '');
      });
  }

  it('is told of mistakes by the compiler', () => {
    const said = typeCheck(compilers[7], settings.nodenext, 'mistaken');
    assert.match(said, /role\.ts.*'prot' does not exist/);
    assert.match(said, /role\.ts.*'number' is not assignable/);
  });

  it('has its roles loaded by the trueup in its node_modules, and by another copy', () => {
    cpSync(join(packageRoot, 'dist'), join(folder, 'elsewhere/dist'), { recursive: true });
    for (const needed of ['package.json', 'templates', 'node_modules'])
      symlinkSync(join(packageRoot, needed), join(folder, 'elsewhere', needed));
    for (const program of [join(folder, 'node_modules/trueup'), join(folder, 'elsewhere')]) {
      const said = trueup(program, 'explain', 'h');
      assert.match(said, /^ {2}motd \(because other needs it\)$/m);
      assert.match(said, /^ {2}other: one, two$/m);
      assert.match(said, /79\/tcp {2}motd: fingers/);
    }
  });

  it('is told of a failing role by its line, and with -v of nothing but its own frames', () => {
    writeFileSync(join(folder, 'roles/motd/greeting.ts'), 'export const greeting: string = null!.x;\n');
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'node_modules/trueup/dist/cli/main.js'), 'plan', '-v'],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(status, 3);
    assert.match(stderr, /E_ROLE: .*greeting\.ts:1:39: role other: TypeError: /);
    assert.match(stderr, /\| at file:.*greeting\.ts:1:39/);
    assert.doesNotMatch(stderr, /dist\/chunks|node:internal/);
  });
});
