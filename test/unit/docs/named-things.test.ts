// What a hint or a page names is there: variables, commands, options, scripts, files.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { connectionSchema, ignoredVariables } from '../../../lib/inventory/variables/connection-schema.js';
import { typeNamed } from '../../../lib/resources/registry.js';
import { roles } from '../../../roles/registry.js';
import { hintsIn } from './hints.js';
import { allCommands, pages, project, textOf, tracked, type Named } from './pages.js';

/** What isn't a connection variable: what is made at first use; how slow a host is, for scripts; a table of nft's. */
const others = ['trueup_generate', 'trueup_pace', 'trueup_drain'];
/** Of systemctl and cloud-init. */
const othersOptions = ['--now', '--long'];
/** Where a project of the reader's own has them. */
const readersFiles = [
  ...['.github/workflows/hosts.yml', '.github/workflows/drift.yml', '.github/workflows/roles.yml'],
];
/** The role that the pages write in such a project. */
const readersRole = /^roles\/motd\b/;

const hints = tracked('cli/*.ts', 'lib/*.ts', 'roles/*.ts').flatMap((path) =>
  hintsIn(path, textOf(path)).map((text) => ({ where: path, text })),
);

/** Code spans and blocks of a page. */
const code = pages.flatMap(({ where, text }) =>
  [...text.matchAll(/```[a-z]*\n([\s\S]*?)```|`([^`\n]+)`/g)].map((found) => ({
    where,
    text: found[1] ?? found[2] ?? '',
  })),
);

/** Each thing that the pattern's first group finds and nobody knows, with its place. */
function unknown(
  texts: readonly Named[],
  pattern: RegExp,
  known: (name: string) => boolean,
): readonly string[] {
  return texts.flatMap(({ where, text }) =>
    [...text.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !known(name))
      .map((name) => `${where}: ${name}`),
  );
}

describe('what hints and pages name', () => {
  let commands: ReadonlyMap<string, Command>;
  before(async () => {
    commands = await allCommands();
  });

  it('has hints and pages to look at', () => {
    assert.ok(hints.length > 150, String(hints.length));
    assert.ok(code.length > 500, String(code.length));
  });

  it('are variables that something reads', () => {
    const known = new Set([...Object.keys(connectionSchema.properties), ...ignoredVariables, ...others]);
    const words = /\b((?:ansible|trueup)_[a-z_]+)\b/g;
    assert.deepEqual(
      unknown([...hints, ...code], words, (name) => known.has(name)),
      [],
    );
  });

  it('are variables of the roles', () => {
    const pattern = new RegExp(
      `(?<![\\w./-])((?:${[...roles.keys()].join('|')})\\.[a-z_]+)\\b(?!\\.[a-z])`,
      'g',
    );
    const isFile = /\.(conf|service|unfinished|org)$/;
    // Events are named so, too, and values in templates and code.
    const isOther = /^host\.(connecting|connected|asking|planned|waiting|done|back|name|vars)$/;
    const isVariable = (name: string): boolean => {
      const [role = '', variable = ''] = name.split('.');
      return (
        isFile.test(name) ||
        typeNamed(name) !== undefined ||
        isOther.test(name) ||
        Object.hasOwn(roles.get(role)?.vars.properties ?? {}, variable)
      );
    };
    assert.deepEqual(unknown([...hints, ...code], pattern, isVariable), []);
  });

  it('are commands', () => {
    const pattern = /(?:^|[\n`;&|(]|npx )\s*trueup ([a-z][a-z-]*)/g;
    assert.deepEqual(
      unknown([...hints, ...code], pattern, (name) => commands.has(name)),
      [],
    );
  });

  it('are options', () => {
    const known = new Set(['--help', '--version', ...othersOptions]);
    const note = (command: Command): void => {
      for (const { long } of command.options) if (typeof long === 'string') known.add(long);
      command.commands.forEach(note);
    };
    commands.forEach(note);
    const ours = code
      .flatMap(({ where, text }) => text.split('\n').map((line) => ({ where, text: line })))
      .filter(({ text }) => /(^|npx |[;&|(] ?)trueup [a-z]/.test(text) && !text.includes(' -- '));
    assert.deepEqual(
      unknown([...hints, ...ours], /(?<=^|[\s'"(])(--[a-z][a-z-]+)/g, (name) => known.has(name)),
      [],
    );
  });

  it('are variables of the environment, and all of those', () => {
    const read = tracked('cli/*.ts', 'lib/*.ts').flatMap((path) => {
      const text = textOf(path);
      const taken = [...text.matchAll(/\{([^{}]*)\}(?: = process\.env|: Environment\b)/g)].flatMap(
        ([, names = '']) => names.match(/[A-Z_]{2,}/g) ?? [],
      );
      return [
        ...taken,
        ...[...text.matchAll(/\benv(?:\.|(?:\?\.)?\[')([A-Z_]+)/g)].map(([, name = '']) => name),
      ];
    });
    const told = [...textOf('docs/environment.md').matchAll(/^\| (`[^|]*)\|/gm)].flatMap(
      ([, names = '']) => names.match(/[A-Z_]{2,}/g) ?? [],
    );
    assert.deepEqual([...new Set(read)].sort(), told.sort());
  });

  it('are scripts of package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
    assert.deepEqual(
      unknown(code, /\bnpm run (?:-s )?([a-z][\w:-]*)/g, (name) => name in scripts),
      [],
    );
  });

  it('are files of the project', () => {
    const inside = /(?<![\w/.-])((?:cli|lib|roles|templates|test|docs|\.ci|\.github)\/[\w./*-]*\w)/g;
    const exists = (path: string): boolean =>
      path.includes('*') && !path.includes('NAME') && !readersRole.test(path)
        ? tracked(path).some((found) => found !== '')
        : path.includes('NAME') ||
          readersFiles.includes(path) ||
          readersRole.test(path) ||
          existsSync(join(project, path)) ||
          existsSync(join(project, `${path}.ts`));
    assert.deepEqual(unknown(code, inside, exists), []);
  });
});
