// The commands against a real host: what they print, their exit codes, and the stream of events against its schema.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import type { Event } from '../../../lib/model/event.js';
import { trueup as built, type Ended } from '../../e2e/run-trueup.js';
import { testHost } from '../test-host.js';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const schema: unknown = JSON.parse(readFileSync(join(project, 'docs/events.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(schema as object);

describe('the commands on a real host', () => {
  let folder = '';

  before(function () {
    const connection = testHost.call(this);
    folder = mkdtempSync(join(tmpdir(), 'trueup-commands-'));
    const vars = {
      ansible_host: connection.host,
      ansible_user: connection.user,
      ansible_ssh_private_key_file: connection.privateKeyFile,
      trueup_known_hosts_file: connection.knownHostsFile,
      trueup_ssh_config: 'none',
    };
    // JSON is YAML. 192.0.2.0/24 is nobody's: RFC 5737.
    const inventory = {
      all: {
        vars: { ansible_ssh_timeout: 1, base: { operators: ['198.18.0.0/15', '192.0.2.0/24'] } },
        hosts: { box: vars, twin: vars, nobody: { ...vars, ansible_host: '127.0.0.1', ansible_port: 1 } },
        children: { mine: { hosts: { box: {}, nobody: {} } } },
      },
    };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify(inventory));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {mine: [base]}');
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const trueup = (command: string, ...args: readonly string[]): Promise<Ended> =>
    built(command, '-i', folder, ...args);

  for (const args of [
    ['plan', '--limit', 'box'],
    ['verify', '--limit', 'box'],
    ['exec', 'all', '--', 'id'],
    ['facts', 'all'],
  ] as const) {
    it(`${args[0]} streams events as the schema says, run first and summary last`, async () => {
      const [command, ...rest] = args;
      const { stdout } = await trueup(command, '--output', 'json', ...rest);
      const events = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Event);
      for (const event of events)
        assert.ok(validate(event), `${JSON.stringify(event)}: ${JSON.stringify(validate.errors)}`);
      assert.deepEqual([events[0]?.type, events.at(-1)?.type], ['run', 'summary']);
      assert.ok(events.some((event) => event.type === 'host.connected'));
    });
  }

  it('exec shows equal answers once, passes a command on as it is, and ends with 1 where it fails', async () => {
    const { status, stdout } = await trueup(
      'exec',
      'box,twin',
      '--',
      `printf '%s|' "$0" 'a  b'; id -un; exit 3`,
    );
    assert.equal(status, 1);
    assert.equal(stdout, 'box, twin (2 hosts): exit status 3\n  /bin/sh|a  b|root\n');
  });

  it('exec passes each of several words on as one argument', async () => {
    const { stdout } = await trueup('exec', 'box', '--', 'printf', '%s|', 'select 1', '$HOME', '*', "it's");
    assert.equal(stdout, "box:\n  select 1|$HOME|*|it's|\n");
  });

  it('exec hides its command from the process list, and goes without root where asked to', async () => {
    const { stdout } = await trueup(
      'exec',
      'box',
      '--no-become',
      '--',
      ': canary; id -un; ps -eo args | grep -c "c[a]nary"',
    );
    assert.doesNotMatch(stdout, /root/);
    assert.match(stdout, /^ {2}0$/m);
  });

  it('a host out of reach is 4 alone, 1 beside a failed command, and stops nobody else', async () => {
    const alone = await trueup('exec', 'box,nobody', '--', 'true');
    assert.equal(alone.status, 4);
    assert.match(alone.stderr, /^E_CONNECT: nobody: /m);
    assert.match(alone.stdout, /^box:/m);
    assert.equal((await trueup('exec', 'box,nobody', '--', 'false')).status, 1);
  });

  it('facts are JSON by host', async () => {
    const { status, stdout } = await trueup('facts', 'box');
    assert.equal(status, 0);
    const facts = JSON.parse(stdout) as Record<string, { os: { id: string } }>;
    assert.match(facts.box?.os.id ?? '', /^(debian|ubuntu)$/);
  });
});
