// The schemas of a project in a real yaml-language-server: completion, tooltips, mistakes underlined.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { editorSettings, schemaFolder } from '../../../lib/editor/editor-settings.js';
import { writeSchemas } from '../../../lib/editor/write-schemas.js';
import { projectRoles } from '../../../lib/roles/project-roles.js';
import { roles as builtin } from '../../../roles/registry.js';
import { LanguageServer } from './language-server.js';

const root = join(import.meta.dirname, '../../..');

const motd = `import { defineRole, Type } from 'trueup';
export const motd = defineRole({
  name: 'motd',
  why: 'Greets those who log in.',
  vars: Type.Object({ text: Type.String({ description: 'The words of the greeting.' }) }, { additionalProperties: false }),
  resources: () => [],
});
`;

describe('the schemas in an editor', function () {
  this.timeout(300_000);
  let folder: string;
  let server: LanguageServer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-editor-'));
    mkdirSync(join(folder, 'roles/motd'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'roles/motd/role.ts'), motd);
    const { roles, errors } = await projectRoles(builtin, folder);
    assert.deepEqual(errors, []);
    writeSchemas(roles.values(), join(folder, schemaFolder));
    const on = { 'yaml.validate': true, 'yaml.completion': true, 'yaml.hover': true };
    server = await LanguageServer.start(folder, { ...editorSettings, ...on });
  });

  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  let files = 0;
  /** Opens another file of its kind; gives its path, and the lines of what is underlined with the underlined words. */
  async function open(
    kind: 'vars' | 'hosts' | 'site',
    text: string,
  ): Promise<{ path: string; found: string[] }> {
    files += 1;
    const name = {
      vars: `inventory/lab/group_vars/all/${files}.yml`,
      hosts: `inventory/lab${files}/hosts.yml`,
      site: `inventory/lab${files}/trueup.yml`,
    }[kind];
    const path = join(folder, name);
    const lines = text.split('\n');
    const found = (await server.open(path, text)).map(({ message, range: { start, end } }) => {
      const words = (lines[start.line] ?? '').slice(
        start.character,
        end.line > start.line ? undefined : end.character,
      );
      return `${words}: ${message}`;
    });
    return { path, found: found.sort() };
  }

  it('offers the variables of a role, with what they are for', async () => {
    const { path } = await open('vars', 'motd:\n  \nhaproxy:\n  http_port: 80\n  \n');
    const own = await server.complete(path, 1, 2);
    const text = own.find(({ label }) => label === 'text');
    assert.match(JSON.stringify(text?.documentation), /The words of the greeting\./);
    const labels = (await server.complete(path, 4, 2)).map(({ label }) => label);
    assert.ok(labels.includes('stats_password'), labels.join());
    assert.ok(!labels.includes('http_port'), 'it is there');
  });

  it('offers roles, connection variables, and the values of a choice', async () => {
    const { path } = await open('vars', 'haproxy:\n  mode: \nansible_user: deploy\n\n');
    const names = (await server.complete(path, 3, 0)).map(({ label }) => label);
    for (const name of ['motd', 'nginx', 'ansible_host', 'trueup_proxy_jump'])
      assert.ok(names.includes(name), name);
    const values = (await server.complete(path, 1, 8)).map(({ label }) => label);
    assert.ok(values.includes('http') && values.includes('tcp'), values.join());
    const site = await open('site', 'roles:\n  web:\n    - \n');
    const roles = (await server.complete(site.path, 2, 6)).map(({ label }) => label);
    for (const name of ['motd', 'nginx']) assert.ok(roles.includes(name), roles.join());
  });

  it('tells what a variable is for, its default, and that it is a secret', async () => {
    const { path } = await open(
      'vars',
      'motd:\n  text: hello\nhaproxy:\n  http_port: 80\n  stats_password: !file x\n',
    );
    assert.match(await server.hover(path, 0, 1), /Greets those who log in\./);
    assert.match(await server.hover(path, 1, 3), /The words of the greeting\./);
    assert.match(await server.hover(path, 3, 3), /Port for plain HTTP\.\s+Defaults to `80`\./);
    assert.match(await server.hover(path, 4, 3), /A secret: write it as `!age`, `!vault` or `!file`\./);
    const site = await open('site', 'roles:\n  all: [motd]\n');
    assert.match(await server.hover(site.path, 1, 9), /`motd`: Greets those who log in\./);
  });

  it('underlines a misspelt variable, role, group key and value', async () => {
    const vars = await open(
      'vars',
      'motd:\n  txt: hello\nhaproxy:\n  mode: tpc\n  http_port: eighty\ntrueup_proxy: x\nmysql:\n  users:\n    - {name: x, database: z, pasword: !file z}\n',
    );
    assert.deepEqual(vars.found, [
      'eighty: Must be a whole number.',
      'pasword: Property pasword is not allowed.',
      'tpc: Value is not accepted. Valid values: "tcp", "http".',
      'trueup_proxy: Property trueup_proxy is not allowed.',
      'txt: Property txt is not allowed.',
      '{: Missing property "password".',
    ]);
    const hosts = await open('hosts', 'all:\n  hots:\n    web1:\n  hosts:\n    web2: {motd: {txt: x}}\n');
    assert.deepEqual(hosts.found, [
      'hots: Property hots is not allowed.',
      'txt: Property txt is not allowed.',
    ]);
    const site = await open('site', 'roles:\n  web: [ngnix]\n');
    assert.equal(site.found.length, 1);
    assert.match(site.found[0] ?? '', /^ngnix: Value is not accepted\. Valid values: .*"nginx".*"motd"/);
  });

  it('accepts templates, secrets of every kind, and what belongs to other tools', async () => {
    const { found } = await open(
      'vars',
      [
        'motd: {text: "{{ greeting }}"}',
        'haproxy:',
        '  http_port: "{{ ports.http }}"',
        '  mode: "{{ mode }}"',
        '  bind: "{{ addresses }}"',
        '  stats_password: !age |',
        '    -----BEGIN AGE ENCRYPTED FILE-----',
        'redis:',
        '  password: !vault |',
        '    $ANSIBLE_VAULT;1.1;AES256',
        'base:',
        '  drop_forwarded: yes',
        'keepalived: {virtual_ip: "{{ vip }}"}',
        'mysql: {users: [{name: a, database: b, password: !file x, from: [motd]}]}',
        'text: !unsafe "{{ x }}"',
        'ansible_python_interpreter: /usr/bin/python3',
        'nginx:',
        '',
      ].join('\n'),
    );
    assert.deepEqual(found, []);
  });

  it('underlines nothing in the inventories of this project', async () => {
    const tracked = execFileSync('git', ['ls-files', 'inventory', 'test/inventories'], {
      cwd: root,
      encoding: 'utf8',
    });
    const paths = tracked.split('\n').filter((path) => /(?:hosts|_vars\/.*)\.yml$/.test(path));
    assert.ok(paths.length > 15, String(paths.length));
    for (const path of paths) {
      const place = join(folder, path.replace(/^(?:test\/)?inventor(?:y|ies)/, 'inventory'));
      assert.deepEqual(await server.open(place, readFileSync(join(root, path), 'utf8')), [], path);
    }
  });
});
