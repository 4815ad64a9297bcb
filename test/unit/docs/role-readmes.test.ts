// The README of each role shows variables that the role has, in examples that it accepts.
import assert from 'node:assert/strict';
import { Problems } from '../../../lib/inventory/raw/collect-problems.js';
import { plainly } from '../../../lib/inventory/raw/raw-value.js';
import { parseYaml } from '../../../lib/inventory/raw/read-yaml.js';
import { schemaCheck } from '../../../lib/inventory/schema/schema-check.js';
import type { Schema } from '../../../lib/model/schema.js';
import { roles } from '../../../roles/registry.js';
import { pages, rowsOf, textOf, tracked } from './pages.js';

/** Role → its variables in an example, each with the page that it is in. */
const examples = pages.flatMap(({ where, text }) =>
  [...text.matchAll(/^( *)```yaml\n([^]*?)^ *```/gm)].flatMap(([, indent = '', block = '']) => {
    const problems = new Problems();
    const raw = parseYaml(block.replace(new RegExp(`^${indent}`, 'gm'), ''), where, problems);
    if (!raw || problems.any || raw.kind !== 'map') return [];
    const mapping = plainly(raw) as Readonly<Record<string, unknown>>;
    return [...roles.values()].flatMap((role) => {
      const vars = mapping[role.name];
      return typeof vars === 'object' && vars !== null ? [{ where, role, vars, block }] : [];
    });
  }),
);

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** What a schema allows below an entry's name. */
function membersOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return 'properties' in schema
    ? Object.keys(schema.properties as object)
    : Object.values(schema).flatMap(membersOf);
}

/** Every name in a schema, at any depth. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;

describe('roles in pages', () => {
  it('have examples that they accept, but for what is left out', async () => {
    assert.ok(examples.length > 20, String(examples.length));
    const wrong: string[] = [];
    for (const { where, role, vars, block } of examples) {
      const check = await schemaCheck(role.vars);
      // Of an example only the lines that it is about; an encrypted value and a template stand for others.
      const isEncrypted = /!(?:age|vault) \|/.test(block);
      const isTemplate = (path: string): boolean => {
        const value = path.split('/').slice(1).reduce<unknown>(memberOf, vars);
        return typeof value === 'string' && value.includes('{{');
      };
      for (const { keyword, instancePath, message = '' } of check(vars).errors)
        if (keyword !== 'required' && !isTemplate(instancePath) && !(isEncrypted && keyword === 'pattern'))
          wrong.push(`${where}: ${role.name}${instancePath}: ${message}`);
    }
    assert.deepEqual(wrong, []);
  });

  for (const role of roles.values())
    it(`${role.name}: words with underscores are its variables, or in its files`, () => {
      const readme = textOf(`roles/${role.name}/README.md`);
      const known = new Set([...roles.values()].flatMap(({ vars }) => namesIn(vars)));
      const sources = tracked(`roles/${role.name}/*`, `templates/${role.name}/*`, 'lib/*.ts')
        .filter((path) => !path.endsWith('.md'))
        .map(textOf)
        .join('\n');
      const words = [...readme.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)`/g)].map(([, word = '']) => word);
      assert.deepEqual(
        words.filter((word) => !known.has(word) && !sources.includes(word)),
        [],
      );
    });
});

describe('roles/redis/README.md', () => {
  it('lists each variable with its default', () => {
    const variables = propertiesOf(roles.get('redis')?.vars ?? {});
    const shown = (value: unknown): string => {
      const text = Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value).replaceAll('"', '');
      return `\`${text}\``;
    };
    const rows = rowsOf(textOf('roles/redis/README.md')).filter((cells) => cells.length === 3);
    assert.deepEqual(
      Object.fromEntries(rows.map(([name, usual]) => [name, usual])),
      Object.fromEntries(
        Object.entries(variables).map(([name, schema]) => [
          `\`${name}\``,
          'default' in schema ? shown(schema['default']) : '',
        ]),
      ),
    );
  });
});

describe('roles/host/README.md', () => {
  const sections = propertiesOf(roles.get('host')?.vars ?? {});
  const rows = rowsOf(textOf('roles/host/README.md')).filter((cells) => cells.length === 3);
  const inCode = (text: string): readonly string[] =>
    [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

  it('lists each section', () => {
    assert.deepEqual(rows.flatMap(([name = '']) => inCode(name)).sort(), Object.keys(sections).sort());
  });

  it('lists what each entry may have', () => {
    for (const [name = '', , below = ''] of rows) {
      const section = sections[inCode(name)[0] ?? ''] ?? {};
      const members = [...new Set(membersOf(section))];
      const told = inCode(below);
      // The others are values, such as `present`.
      const others = told.filter((word) => !members.includes(word));
      const values = JSON.stringify(section);
      assert.deepEqual(
        others.filter((word) => !values.includes(`"${word}"`)),
        [],
        name,
      );
      assert.deepEqual(
        members.filter((member) => !told.includes(member)),
        [],
        name,
      );
    }
  });
});
