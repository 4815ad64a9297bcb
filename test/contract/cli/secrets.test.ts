// Planted secrets are looked for in everything that trueup says, also where a program on the host gives them away.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trueup as built } from '../../e2e/run-trueup.js';
import { testHost } from '../test-host.js';

/** Tells its secret on its way to failing. */
const migrate = ['/bin/sh', '-c', 'echo "my token is $(cat "$TOKEN_FILE")" >&2; exit 1'];
const credential = '/etc/leaky/credentials/token';
const tidy =
  'systemctl stop leaky.service; rm -rf /etc/leaky /srv/leaky /etc/systemd/system/leaky*; systemctl daemon-reload; userdel leaky';

describe('a secret on its way to a real host', () => {
  let folder = '';
  let known = false;

  before(function () {
    const connection = testHost.call(this);
    known = true;
    folder = mkdtempSync(join(tmpdir(), 'trueup-secrets-'));
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app', 'serve.sh'), 'exec sleep 1000\n');
    writeFileSync(join(folder, 'token'), 'canary-of-file\n');
    const inventory = {
      all: {
        hosts: {
          box: {
            ansible_host: connection.host,
            ansible_user: connection.user,
            ansible_ssh_private_key_file: connection.privateKeyFile,
            trueup_known_hosts_file: connection.knownHostsFile,
            trueup_ssh_config: 'none',
            ansible_become_password: 'canary-of-sudo',
          },
        },
      },
    };
    const app = {
      name: 'leaky',
      source: 'app',
      packages: [],
      command: ['/bin/sh', 'serve.sh'],
      migrate,
      socket_activation: false,
      notify: false,
      secret_environment: { OTHER: 'canary-of-environment' },
    };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify(inventory));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [appserver]}');
    mkdirSync(join(folder, 'group_vars'));
    const { name, ...rest } = app;
    const yaml = [
      `  name: ${name}`,
      ...Object.entries(rest).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    ];
    writeFileSync(
      join(folder, 'group_vars', 'all.yml'),
      ['appserver:', ...yaml, '  secrets: {token: !file token}', ''].join('\n'),
    );
  });

  after(async () => {
    if (known) await trueup('exec', 'box', '--', tidy);
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  async function trueup(command: string, ...args: readonly string[]) {
    const ended = await built(command, '-i', folder, ...args);
    return { ...ended, all: ended.stdout + ended.stderr };
  }

  function holdsNone(text: string): void {
    assert.doesNotMatch(text, /canary/);
  }

  for (const args of [
    ['inventory', '--list'],
    ['inventory', '--host', 'box'],
    ['explain', 'box'],
    ['explain', '--var', 'appserver', 'box'],
    ['explain', '--var', 'ansible_become_password', 'box'],
    ['plan', '--diff', '--verbose'],
    ['plan', '--output', 'json'],
  ] as const)
    it(`is not shown by ${args.join(' ')}`, async () => {
      const [command, ...rest] = args;
      const { status, all } = await trueup(command, ...rest);
      assert.equal(status, 0, all);
      assert.match(all, /box|leaky/);
      holdsNone(all);
    });

  it('arrives, and is shown neither by the apply nor by what the host says of its failure', async () => {
    const { status, all } = await trueup('apply', '--yes', '--diff', '--verbose');
    assert.equal(status, 1, all);
    assert.match(all, /content \*\*\*/);
    assert.match(all, /my token is \*\*\*/);
    holdsNone(all);
    const { stdout } = await trueup('exec', 'box', '--', `cat ${credential}; sha256sum <${credential}`);
    assert.match(stdout, /\*\*\*/);
    assert.ok(stdout.includes(createHash('sha256').update('canary-of-file').digest('hex')), stdout);
  });

  it('is in no event either', async () => {
    const { status, all } = await trueup('apply', '--yes', '--output', 'json');
    assert.equal(status, 1, all);
    assert.match(all, /my token is \*\*\*/);
    holdsNone(all);
  });

  it('is not shown where it changed, nor what stood in its place', async () => {
    await trueup('exec', 'box', '--', `printf canary-of-before >${credential}`);
    for (const output of ['plain', 'json']) {
      const { all } = await trueup('plan', '--diff', '--output', output);
      assert.match(all, /\*\*\*/);
      holdsNone(all);
    }
  });

  for (const reporter of ['spec', 'junit'])
    it(`is not in the ${reporter} report`, async () => {
      const { status, all } = await trueup('verify', '--reporter', reporter);
      assert.equal(status, 1, all);
      assert.match(all, /leaky/);
      holdsNone(all);
    });
});
