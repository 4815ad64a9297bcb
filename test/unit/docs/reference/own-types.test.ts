// `trueup docs` shows the members of a project's own resource types, as of the built-in ones.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Role } from '../../../../lib/model/role.js';
import { plainText } from '../../../../lib/reference/plain-text.js';
import { ownResourcePages } from '../../../../lib/reference/own-resource-pages.js';
import type { ResourcePage } from '../../../../lib/reference/resource-pages.js';
import { compilerOf } from '../../../../lib/reference/source/typescript-compiler.js';
import { reference } from '../../../../lib/reference/find-reference.js';
import { projectRoles } from '../../../../lib/roles/project-roles.js';
import { packageRoot } from '../../../../lib/package-root.js';
import { roles as builtin } from '../../../../roles/registry.js';

const types = `// Files that say something.
import { checkPath, defineResource, ownFiles } from 'trueup';
import type { Resource, ResourceType, Secret } from 'trueup';

export interface BannerWant {
  /** An absolute path. */
  readonly path: string;
  /** What it says. */
  readonly words: string | Secret;
  /** How loud; defaults to \`calm\`. */
  readonly tone?: 'calm' | 'loud';
}

const bannerType: ResourceType<BannerWant, string> = {
  type: 'docs.banner',
  id: ({ path }) => path,
  ...ownFiles(({ path, words }: BannerWant) => [{ path, content: words }]),
};
const make = defineResource(bannerType);

/** A banner at a path. Throws E_INPUT for an invalid path. */
export function banner(want: BannerWant): Resource {
  checkPath(want.path);
  return make(want);
}

/** A note that is always the same. */
export const note = defineResource({
  type: 'docs.note',
  id: ({ path }: { readonly path: string }) => path,
  ...ownFiles(({ path }: { readonly path: string }) => [{ path, content: 'note' }]),
});
`;

const inJavaScript = `import { defineResource, defineRole, ownFiles, Type } from 'trueup';

const make = defineResource({
  type: 'docs.flag',
  id: ({ path }) => path,
  ...ownFiles(({ path }) => [{ path, content: '' }]),
});

/**
 * A flag.
 * @param {string} path Where it is.
 * @param {number} [height] In metres.
 */
export const flag = (path, height) => make({ path, height });

export const flags = defineRole({ name: 'flags', why: 'Flags.', vars: Type.Object({}), resources: () => [flag('/flag')] });
`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{"type": "module"}',
  'trueup.yml': 'roles: {all: [own, flags]}\npackages: [trueup-flags]',
  'roles/own/types.ts': types,
  'roles/own/role.ts': `import { defineRole, Type } from 'trueup';
import { banner, note } from './types.js';
export const own = defineRole({ name: 'own', why: 'Says something.', vars: Type.Object({}), resources: () => [
  banner({ path: '/banner', words: 'hello' }), note({ path: '/note' }),
] });
`,
  'node_modules/trueup-flags/package.json':
    '{"name": "trueup-flags", "version": "1.0.0", "type": "module", "exports": "./index.js"}',
  'node_modules/trueup-flags/index.js': inJavaScript,
};

describe("the reference of a project's own resource types", function () {
  this.timeout(120_000);
  const own = ['docs.banner', 'docs.note', 'docs.flag'];
  const folder = mkdtempSync(join(tmpdir(), 'trueup-docs-'));
  const compiler = join(folder, 'node_modules/typescript');
  let roles: ReadonlyMap<string, Role>;
  let made: readonly ResourcePage[];
  let pages: ReadonlyMap<string, string>;
  const pagesIn = (where: string): readonly ResourcePage[] =>
    ownResourcePages({ folder: where, roles: [...roles.values()], types: own });
  const of = (name?: string, known = () => made): Promise<string> =>
    reference(name, { roles, own: { types: own, pages: known } });

  before(async () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(packageRoot, 'node_modules/typescript'), compiler);
    const loaded = await projectRoles(builtin, folder);
    assert.deepEqual(loaded.errors, []);
    ({ roles } = loaded);
    made = pagesIn(folder);
    pages = new Map(made.map(({ name, text }) => [name, text]));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('names each member with its type and comment, by either of its names', async () => {
    const page = pages.get('banner');
    assert.equal(
      page,
      [
        '# Resource `banner`',
        '',
        'A banner at a path. Throws E_INPUT for an invalid path.',
        '',
        '```ts',
        '// defined in roles/own/types.ts',
        '',
        'yield banner({ path: …, words: … });',
        '```',
        '',
        'In plans and reports, it is called `docs.banner`.',
        '',
        '## Members',
        '',
        '- `path` (`string`; required): An absolute path.',
        '- `words` (`string | Secret`; required): What it says.',
        "- `tone` (`'calm' | 'loud'`): How loud; defaults to `calm`.",
        '',
      ].join('\n'),
    );
    assert.equal(await of('docs.banner'), page);
    assert.match(
      pages.get('note') ?? '',
      /^A note that is always the same\.$[^]*^- `path` \(`string`; required\)$/m,
    );
  });

  it('reads packages, and JavaScript with its comments', () => {
    const page = pages.get('flag') ?? '';
    assert.match(page, /^A flag\.$/m);
    assert.match(page, /^yield flag\(path\);$/m);
    assert.match(page, /^- `path` \(`string`; required\): Where it is\.$/m);
    assert.match(page, /^- `height` \(`number`\): In metres\.$/m);
  });

  it('is in the list, and among the names that may have been meant', async () => {
    assert.match(plainText(await of()), /^ {2}- banner: A banner at a path\.$/m);
    await assert.rejects(of('baner'), { hint: 'Did you mean banner?' });
  });

  it('says what to install where the project has no TypeScript', async () => {
    const without = () => pagesIn(join(folder, 'roles/../../nowhere'));
    assert.match(
      await of('docs.banner', without),
      /needs the functions of TypeScript 6: `npm install --save-dev @typescript\/typescript6`/,
    );
    assert.match(
      await of(undefined, without),
      /^- `docs\.banner`: A type defined by a role of this project\.$/m,
    );
  });

  it('uses what that installs, beside TypeScript 7', () => {
    const projectWith = (name: string, installed: Readonly<Record<string, string>>): string => {
      const project = join(folder, name);
      mkdirSync(join(project, 'node_modules/@typescript'), { recursive: true });
      for (const [as, real] of Object.entries(installed))
        symlinkSync(join(packageRoot, 'node_modules', real), join(project, 'node_modules', as));
      return project;
    };
    const only7 = projectWith('only-7', { typescript: 'typescript-7' });
    assert.equal(compilerOf(only7), undefined);
    const both = projectWith('both', {
      typescript: 'typescript-7',
      '@typescript/typescript6': 'typescript',
    });
    assert.match(compilerOf(both)?.version ?? '', /^6\./);
  });
});
