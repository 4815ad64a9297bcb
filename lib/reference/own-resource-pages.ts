// The reference of the resource types that a project and its packages define, generated from their sources.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type ts from 'typescript';
import { originOf } from '../compile/role-origin.js';
import type { Role } from '../model/role.js';
import { packageRoot } from '../package-root.js';
import { pageOf, type ResourcePage } from './resource-pages.js';
import { compilerOf, type Compiler } from './source/typescript-compiler.js';
import { madePage } from './source/resource-page.js';
import { ownTypesIn } from './source/find-own-types.js';

/** A project, its roles and its resource types. */
export interface Own {
  /** Its folder. */
  readonly folder: string;
  readonly roles: readonly Role[];
  /** The names of the types that the roles define. */
  readonly types: readonly string[];
}

/** A page for each function that creates resources of these types; without members if these can't be read. */
export function ownResourcePages({ folder, roles, types }: Own): readonly ResourcePage[] {
  if (types.length === 0) return [];
  const ts = compilerOf(folder);
  const pages = ts ? pagesBy(ts, { folder, roles, types }) : [];
  const why = ts
    ? 'Trueup found no function that creates it in the sources of the roles, so its members are unknown.'
    : 'To show its members, trueup needs the functions of TypeScript 6: `npm install --save-dev @typescript/typescript6` (it can be installed beside TypeScript 7).';
  const missing = types.filter((type) => !pages.some((page) => page.types.includes(type)));
  return [
    ...pages,
    ...missing.map((type) =>
      pageOf(
        type,
        `# Resource \`${type}\`\n\nA type defined by a role of this project. ${why}\n\nIn plans and reports, it is called \`${type}\`.\n`,
      ),
    ),
  ];
}

function pagesBy(ts: Compiler, { folder, roles, types }: Own): readonly ResourcePage[] {
  const program = ts.createProgram([...new Set(roles.flatMap((role) => sourcesOf(role, ts)))], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    ...{ strict: true, allowJs: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true },
    types: [],
    // The types of the running trueup, whichever version the project has installed.
    paths: { trueup: [kitFile()] },
  });
  const reading = { ts, checker: program.getTypeChecker() };
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile && isOwn(file));
  const place = (file: string): string => relative(resolve(folder), file);
  return ownTypesIn(files, types, reading, place).map((made) => pageOf(made.name, madePage(made, reading)));
}

/** The files in which a role may define types: its own, or those of its package. */
function sourcesOf(role: Role, ts: Compiler): readonly string[] {
  const origin = originOf(role);
  if (!origin) return [];
  if (origin.package === undefined) return [origin.file];
  const endings = ['.ts', '.mts', '.js', '.mjs'];
  return ts.sys
    .readDirectory(dirname(origin.file), endings, ['**/node_modules/**', '**/*.test.*'])
    .filter((file) => !/\.d\.m?ts$/.test(file));
}

/** The file with the types of what roles import: built, or from the sources. */
function kitFile(): string {
  const built = join(packageRoot, 'dist/lib/kit.d.ts');
  return isSource || !existsSync(built) ? join(packageRoot, 'lib/kit.ts') : built;
}

const isSource = import.meta.url.endsWith('.ts');

function isOwn({ fileName }: ts.SourceFile): boolean {
  return !fileName.startsWith(join(packageRoot, 'lib/'));
}
