// docs/reference is what types and schemas say, and `trueup docs` shows the same.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleFleet } from '../../../../lib/reference/example-fleet.js';
import { exampleOf } from '../../../../lib/reference/smallest-example.js';
import { plainText } from '../../../../lib/reference/plain-text.js';
import { reference } from '../../../../lib/reference/find-reference.js';
import { ask } from '../../../../lib/reference/ask-role.js';
import { parseYaml } from '../../../../lib/inventory/raw/read-yaml.js';
import { plainly } from '../../../../lib/inventory/raw/raw-value.js';
import { Problems } from '../../../../lib/inventory/raw/collect-problems.js';
import { schemaCheck } from '../../../../lib/inventory/schema/schema-check.js';
import { defineRole, secretString, Type } from '../../../../lib/kit.js';
import { errorCodes } from '../../../../lib/model/error-codes.js';
import { TrueupError } from '../../../../lib/model/trueup-error.js';
import { roles } from '../../../../roles/registry.js';
import { sectionsOnHosts, withSection } from './on-a-host.js';
import { referencePages } from './reference-pages.js';

const folder = join(import.meta.dirname, '../../../../docs/reference');

describe('docs/reference', function () {
  this.timeout(120_000);
  let pages: ReadonlyMap<string, string>;
  before(async () => {
    pages = await referencePages();
  });

  it('is as types and schemas say; if not, renew it with `npm run docs`', () => {
    const there = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    );
    assert.deepEqual(there.sort(), [...pages.keys()].sort(), 'run `npm run docs`');
    for (const [name, text] of pages)
      assert.equal(
        readFileSync(join(folder, name), 'utf8'),
        text,
        `${name} is out of date: run \`npm run docs\``,
      );
  });

  it("has its part in each role's README", async () => {
    const sections = await sectionsOnHosts();
    assert.deepEqual([...sections.keys(), 'host'].sort(), [...roles.keys()].sort());
    for (const [role, section] of sections) {
      const readme = readFileSync(join(folder, `../../roles/${role}/README.md`), 'utf8');
      assert.equal(
        readme,
        withSection(readme, section),
        `roles/${role}/README.md is out of date: run \`npm run docs\``,
      );
    }
  });

  it('lists the facts, typed', async () => {
    const text = plainText(await reference('facts', { roles }));
    assert.match(text, /^ {2}- cpus \(number\): Number of CPUs\.$/m);
    assert.match(
      text,
      /^ {2}- os \([^)]*\):\s+Distribution and release, from os-release\(5\)[\s\S]*?^ {4}- id \(string\)$/m,
    );
    assert.match(text, /^ {2}- databaseServer \('mysql' \| 'mariadb'; may be absent\): /m);
  });

  it('names each variable of each role, and each of its defaults', () => {
    for (const role of roles.values()) {
      const page = pages.get(`roles/${role.name}.md`) ?? '';
      const properties = role.vars['properties'] as Readonly<Record<string, { description?: string }>>;
      for (const [name, { description = '' }] of Object.entries(properties)) {
        assert.ok(page.includes(`- \`${name}\` (`), `${role.name}.${name}`);
        assert.ok(
          description !== '' && page.includes(description),
          `${role.name}.${name} has no description`,
        );
      }
    }
  });

  it('tells what built-in roles listen on and check', async () => {
    const fleet = await exampleFleet([...roles.values()]);
    // The role host has nothing of its own: what it listens on and checks is in its variables.
    for (const role of [...roles.values()].filter(({ name }) => name !== 'host')) {
      const { openings, checks } = ask(role, fleet);
      assert.ok(openings && openings.length > 0, role.name);
      assert.ok(checks && checks.length > 0, role.name);
    }
    assert.match(
      pages.get('roles/redis.md') ?? '',
      /- 6379\/tcp from hosts with the role `appserver`: cache and sessions/,
    );
  });

  it("shows examples that the roles' schemas accept", async () => {
    for (const role of roles.values()) {
      const problems = new Problems();
      const written = parseYaml(exampleOf(role), 'example.yml', problems);
      assert.ok(written && !problems.any, role.name);
      const { [role.name]: vars } = plainly(written) as Record<string, unknown>;
      assert.deepEqual((await schemaCheck(role.vars))(vars).errors, [], role.name);
    }
  });
});

describe('the reference of a name', () => {
  const motd = defineRole({
    name: 'motd',
    why: 'Greets those who log in.',
    vars: Type.Object(
      {
        text: Type.String({ description: 'The words of the greeting.', examples: ['Welcome to web1.'] }),
        token: Type.Optional(secretString({ description: 'Opens the door.' })),
        people: Type.Array(
          Type.Object({
            name: Type.String({ description: 'As in passwd(5).' }),
            nice: Type.Boolean({ default: true }),
          }),
          { default: [], description: 'Who is greeted.' },
        ),
        mood: Type.Enum(['good', 'bad'], { default: 'good', description: 'How.' }),
      },
      { additionalProperties: false },
    ),
    *listens({ vars }) {
      yield { protocol: 'tcp', port: vars.text.length, from: ['operators'], why: 'greetings' };
    },
    resources: () => [],
  });
  const known = { roles: new Map([...roles, ['motd', motd] as const]) };

  it("is a role's: why, example, variables, openings, checks", async () => {
    assert.equal(
      await reference('motd', known),
      [
        '# Role `motd`',
        '',
        'Greets those who log in.',
        '',
        '```yaml',
        '# trueup.yml',
        'roles: { GROUP: [motd] }',
        '```',
        '',
        '```yaml',
        '# group_vars/GROUP.yml: required variables',
        'motd:',
        '  text: "Welcome to web1."',
        '```',
        '',
        '## Variables',
        '',
        '- `text` (text; required): The words of the greeting.',
        '- `token` (secret): Opens the door.',
        '- `people` (list of mappings; defaults to `[]`): Who is greeted.',
        '  - `name` (text; required): As in passwd(5).',
        '  - `nice` (true or false; defaults to `true`)',
        '- `mood` (`good` or `bad`; defaults to `good`): How.',
        '',
        '## Listens on',
        '',
        'With the variables above, the role listens on these ports. The firewall opens them only to the sources listed.',
        '',
        '- 16/tcp from operators: greetings',
        '',
        '## Checks',
        '',
        'None.',
        '',
      ].join('\n'),
    );
  });

  it('tells of instances, and of other roles', async () => {
    const site = defineRole({
      name: 'site',
      why: 'One of several sites.',
      instances: true,
      needs: [motd, 'nginx'],
      after: ['mysql'],
      vars: Type.Object({ port: Type.Integer({ minimum: 1024, description: 'Its port.' }) }),
      *listens({ vars, instance }) {
        yield { protocol: 'tcp', port: vars.port, from: ['anyone'], why: instance };
      },
      offers: ({ vars }) => vars.port,
      resources: () => [],
    });
    const text = await reference('site', { roles: new Map([...known.roles, ['site', site] as const]) });
    assert.match(text, /^site:\n {2}main:\n {4}port: 1024$/m);
    assert.match(text, /^A host can have several instances of this role/m);
    assert.match(text, /^It requires `motd`, `nginx` on the same host/m);
    assert.match(text, /^Hosts with this role are changed after those with `mysql`\./m);
    assert.match(text, /fleet\.offersOf/);
    assert.match(text, /^- `port` \(whole number, at least 1024; required\): Its port\.$/m);
    assert.match(text, /^- 1024\/tcp from anyone: main$/m);
  });

  it("is one variable's, a resource type's by either of its names, an error's", async () => {
    assert.equal(
      await reference('motd.mood', known),
      '# Variable `motd.mood`\n\n- `mood` (`good` or `bad`; defaults to `good`): How.\n',
    );
    const packages = await reference('packages', known);
    assert.match(packages, /^# Resource `packages`/);
    assert.match(packages, /- `names` \(`readonly string\[\]`; required\)/);
    assert.equal(await reference('apt.packages', known), packages);
    assert.match(await reference('mysql.user', known), /^# Resource `mysqlUser`/m);
    for (const code of Object.keys(errorCodes))
      assert.match(
        await reference(code, known),
        /^# Error `E_[A-Z_]+`\n\n[A-Z].+\. Exit code \d+\.\n\n.{20}/,
        code,
      );
    assert.equal(await reference('e_locked', known), await reference('E_LOCKED', known));
  });

  it('is the list of all without a name', async () => {
    const list = await reference(undefined, known);
    for (const name of ['motd', 'nginx', 'file', 'E_LOCKED'])
      assert.match(list, new RegExp(`^- \`${name}\`: .`, 'm'));
  });

  it('is an error for an unknown name, with the one that was meant', async () => {
    const hintOf = async (name: string): Promise<string | undefined> => {
      const error: unknown = await reference(name, known).catch((one: unknown) => one);
      assert.ok(error instanceof TrueupError && error.code === 'E_INPUT');
      return error.hint;
    };
    assert.equal(await hintOf('ngnix'), 'Did you mean nginx?');
    assert.equal(await hintOf('nginx.server_nam'), 'Did you mean server_name?');
  });

  it('is plain on a terminal', async () => {
    const text = plainText(await reference('motd', known));
    assert.match(text, /^Role motd\n\nGreets those who log in\.\n\n {4}# trueup\.yml\n/);
    assert.match(text, /^ {2}- text \(text; required\): The words of the greeting\.$/m);
    assert.match(text, /^ {4}- name \(text; required\): As in passwd\(5\)\.$/m);
    assert.doesNotMatch(text, /[`#]{2}|\*\*/);
    const long = plainText(await reference('haproxy', known));
    assert.deepEqual(
      long.split('\n').filter((line) => line.length > 96),
      [],
    );
  });
});
