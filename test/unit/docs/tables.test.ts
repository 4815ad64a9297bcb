// Tables and lists in pages say what the code says.
import assert from 'node:assert/strict';
import ts from 'typescript';
import { errorCodes } from '../../../lib/model/error-codes.js';
import { releases } from '../../../lib/platform/releases.js';
import { rowsOf, sectionOf, textOf, tracked } from './pages.js';
import { programOf } from './reference/program-of.js';

interface Schema {
  readonly properties: Readonly<Record<string, { readonly const?: string }>>;
  readonly required: readonly string[];
}

/** Names in code at the start of each row. */
function namesIn(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map(([first = '']) => /`([^`]+)`/.exec(first)?.[1] ?? '');
}

/** As the page writes them. */
function keysOf(names: readonly string[], required: readonly string[]): readonly string[] {
  return names.map((name) => `\`${name}\`${required.includes(name) ? '' : ' (optional)'}`);
}

function keysOfType(members: readonly ts.Symbol[]): string[] {
  const isRequired = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) === 0;
  const names = members.map(({ name }) => name);
  return [
    ...keysOf(
      names,
      members.filter(isRequired).map(({ name }) => name),
    ),
  ];
}

describe('tables in pages', () => {
  it('give each exit code that there is, the same in README.md and in docs/errors.md', () => {
    const codes = (text: string, heading: string): readonly (readonly string[])[] =>
      rowsOf(sectionOf(text, heading)).map((cells) => cells.slice(0, 2));
    const told = codes(textOf('docs/errors.md'), '## Exit codes');
    const known = [0, 2, ...Object.values(errorCodes).map(({ exit }) => exit)];
    assert.deepEqual(
      told.map(([code]) => Number(code)),
      [...new Set(known)].sort((a, b) => a - b),
    );
    assert.deepEqual(codes(textOf('README.md'), '## In CI'), told);
  });

  describe('docs/events.md', () => {
    const { oneOf, $defs } = JSON.parse(textOf('docs/events.schema.json')) as {
      readonly oneOf: readonly Schema[];
      readonly $defs: Readonly<Record<string, Partial<Schema>>>;
    };
    /** Of each event without what all have. */
    const described = new Map<string, readonly string[]>([
      ...oneOf.map(({ properties, required }) => {
        const { type, time, ...own } = properties;
        assert.ok(time);
        return [`### \`${type?.const ?? ''}\``, keysOf(Object.keys(own), required)] as const;
      }),
      ...Object.entries($defs).flatMap(([name, { properties, required = [] }]) =>
        properties ? [[`### ${name}`, keysOf(Object.keys(properties), required)] as const] : [],
      ),
    ]);

    it('gives each key of the schema, and whether it is optional', () => {
      const page = textOf('docs/events.md');
      for (const [heading, keys] of described)
        assert.deepEqual(
          rowsOf(sectionOf(page, heading)).map(([key]) => key),
          keys,
          heading,
        );
    });

    it('has a schema with each key of the types, and no other', () => {
      const { checker, module } = programOf('lib/model/event.ts');
      const exported = checker.getExportsOfModule(module).find(({ name }) => name === 'Event');
      assert.ok(exported);
      const union = checker.getDeclaredTypeOfSymbol(exported);
      assert.ok(union.isUnion() && union.types.length === oneOf.length);
      for (const event of union.types) {
        const members = checker.getPropertiesOfType(event).filter(({ name }) => name !== 'type');
        const type = event.getProperty('type');
        assert.ok(type);
        const heading = `### \`${checker.typeToString(checker.getTypeOfSymbol(type)).replaceAll('"', '')}\``;
        assert.deepEqual([...(described.get(heading) ?? [])].sort(), keysOfType(members).sort(), heading);
        const facts = members.find(({ name }) => name === 'facts');
        if (!facts) continue;
        const inside = checker.getPropertiesOfType(checker.getTypeOfSymbol(facts));
        assert.deepEqual([...(described.get('### facts') ?? [])].sort(), keysOfType(inside).sort());
      }
    });
  });

  it('give each setting of the library', () => {
    const { checker, module } = programOf('lib/run/run-settings.ts');
    const membersOf = (name: string): readonly string[] => {
      const found = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
      assert.ok(found, name);
      return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(found)).map((one) => one.name);
    };
    const [run, plan, apply] = ['RunSettings', 'PlanSettings', 'ApplySettings'].map(membersOf);
    assert.ok(run && plan && apply);
    const rows = rowsOf(sectionOf(textOf('docs/library.md'), '## Settings'));
    assert.deepEqual([...namesIn(rows)].sort(), [...apply].sort());
    for (const [name = '', of] of rows.map(
      ([first = '', second]) => [first.replaceAll('`', ''), second] as const,
    )) {
      const wanted: string = run.includes(name) ? 'all' : plan.includes(name) ? '`plan`, `apply`' : '`apply`';
      assert.equal(of, wanted, name);
    }
  });

  it('give each supported release', () => {
    const rows = rowsOf(sectionOf(textOf('docs/platforms.md'), '## Releases')).filter(
      ([, codename = '', supported]) => codename !== '' && supported === 'yes',
    );
    assert.deepEqual(
      rows.map(([, codename]) => codename).sort(),
      releases.map(({ codename }) => codename).sort(),
    );
  });

  it('give each promise, which each has its test', () => {
    const page = textOf('docs/reliability.md');
    const told = [...page.matchAll(/^\*\*(\d+)\. /gm)].map(([, number]) => Number(number));
    const tested = tracked('test/faults/promise-*.test.ts').map((path) =>
      Number(/promise-(\d+)/.exec(path)?.[1]),
    );
    assert.deepEqual(
      told,
      [...new Set(tested)].sort((a, b) => a - b),
    );
    const results = rowsOf(sectionOf(page, '## A real run')).map(([promise]) => promise);
    const titles = tracked('test/faults/promise-*.test.ts').flatMap(
      (path) => /^(?:describe|promise)\(\s*'(promise \d+: [^']+)'/m.exec(textOf(path))?.[1] ?? [],
    );
    assert.deepEqual(results.slice(0, -1).sort(), [...new Set(titles)].sort());
    assert.equal(told.length, 14, 'docs/README.md says fourteen');
  });

  it('give each variable that the fault tests read', () => {
    const told = namesIn(rowsOf(textOf('docs/reliability.md'))).filter((name) => name.startsWith('TRUEUP_'));
    const code = tracked('test/faults/*.ts').map(textOf).join('\n');
    const read = code.match(/\bTRUEUP_FAULT_[A-Z]+\b/g) ?? [];
    assert.deepEqual([...told].sort(), [...new Set(read)].sort());
  });

  it('name paths on a host that the code has', () => {
    const code = tracked('lib/*.ts', 'roles/*.ts', 'templates/*').map(textOf).join('\n');
    const cells = rowsOf(textOf('docs/on-a-host.md')).map(([path = '']) => path);
    const paths = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
    assert.ok(paths.length > 12, String(paths.length));
    const parts = paths
      .flatMap((path) => path.split(/[/ *…]/))
      .filter((part) => /[a-z]{3}/.test(part))
      .map((part) => part.replace(/^(?:FILE|mysql)\.|-$/g, ''));
    assert.deepEqual(
      parts.filter((part) => !code.includes(part)),
      [],
    );
  });
});

describe('docs/architecture.md', () => {
  const tree = /```\n(cli\/[^]*?)```/.exec(textOf('docs/architecture.md'))?.[1] ?? '';
  /** Names at the start of the lines with that indentation, several with two blanks between. */
  const namesAt = (text: string, indent: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^${indent}((?:[\\w.<>/-]+(?: {2})?)+)`, 'gm'))].flatMap(([, names = '']) =>
      names
        .trim()
        .split(/ {2,}/)
        .filter((name) => /[./]/.test(name)),
    );
  const inside = (folder: string): readonly string[] => [
    ...new Set(tracked(folder).map((path) => path.slice(folder.length).replace(/\/.*$/, '/'))),
  ];
  const block = (folder: string): string =>
    new RegExp(`^${folder}.*\\n((?: {2}.*\\n)*)`, 'm').exec(tree)?.[1] ?? '';

  it('draws each folder and file of lib', () => {
    assert.deepEqual([...namesAt(block('lib/'), ' {2}')].sort(), [...inside('lib/')].sort());
  });

  it('names each folder in a folder of lib, if it names most', () => {
    const wrong = [...block('lib/').matchAll(/^ {2}(\w+)\/ +(.*)$/gm)].flatMap(
      ([, folder = '', about = '']) => {
        const rooms = inside(`lib/${folder}/`).filter((name) => name.endsWith('/'));
        const words = about.split(/[ :;,()]+/);
        const missing = rooms.filter((name) => !words.includes(name.slice(0, -1)));
        return rooms.length > 2 && missing.length * 2 < rooms.length
          ? missing.map((name) => `${folder}/${name}`)
          : [];
      },
    );
    assert.deepEqual(wrong, []);
  });

  it('draws each folder of cli', () => {
    const folders = inside('cli/').filter((name) => name.endsWith('/'));
    const drawn = namesAt(block('cli/'), ' {2}');
    assert.deepEqual(drawn.filter((name) => name.endsWith('/')).sort(), [...folders].sort());
    assert.deepEqual(
      drawn.filter((name) => !inside('cli/').includes(name)),
      [],
    );
  });

  it('draws each folder at the top', () => {
    const top = [...new Set(tracked('*/*').map((path) => path.replace(/\/.*$/, '')))];
    const drawn = namesAt(tree, '').map((name) => name.replace(/\/.*$/, ''));
    assert.deepEqual([...new Set(drawn)].sort(), top.sort());
  });
});
