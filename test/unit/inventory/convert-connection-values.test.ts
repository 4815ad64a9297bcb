// Connection variables in every form that Ansible takes, and which of two names holds.
import assert from 'node:assert/strict';
import { openHost } from '../../../lib/engine/open-host.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { complaintsOf, fleetOf } from './inventory-of.js';

const files = (vars: string) => ({ 'hosts.yml': `all: {hosts: {h: {${vars}}, other: }}` });
const connectionOf = async (vars: string): Promise<Connection> =>
  (await fleetOf(files(vars))).host('h').connection;

const cases: Readonly<Record<string, (connection: Connection) => unknown>> = {
  'ansible_host: new, ansible_ssh_host: old': ({ host }) => host === 'old',
  'ansible_ssh_user: old, ansible_user: new': ({ user }) => user === 'old',
  'ansible_port: 1, ansible_ssh_port: 2': ({ port }) => port === 2,
  'ansible_password: a, ansible_ssh_pass: b': ({ password }) => password?.reveal() === 'b',
  'ansible_ssh_password: c, ansible_password: a, ansible_ssh_pass: b': ({ password }) =>
    password?.reveal() === 'c',
  'ansible_timeout: 20, ansible_ssh_timeout: 30': (one) => one.connectTimeoutSeconds === 30,
  'ansible_host_key_checking: true, ansible_ssh_host_key_checking: false': (one) =>
    one.strictHostKeyChecking === 'no',
  'ansible_become_password: a, ansible_become_pass: b': (one) => one.becomePassword?.reveal() === 'b',
  'ansible_become_pass: b, ansible_sudo_pass: c': (one) => one.becomePassword?.reveal() === 'c',
  'ansible_sudo_user: admin': (one) => one.becomeUser === 'admin',
  'ansible_private_key_file: /a, ansible_ssh_private_key_file: /b': (one) => one.privateKeyFile === '/b',
  'ansible_user: 1000': ({ user }) => user === '1000',
  'ansible_password: 123456': ({ password }) => password?.reveal() === '123456',
  'ansible_password: abc': ({ password }) => password?.reveal() === 'abc',
  'ansible_become: "yes"': ({ become }) => become,
  'ansible_become: 1': ({ become }) => become,
  'ansible_become: "1"': ({ become }) => become,
  'ansible_become: "no"': ({ become }) => !become,
  'ansible_become: 0': ({ become }) => !become,
  'ansible_timeout: "30"': (one) => one.connectTimeoutSeconds === 30,
  'ansible_port: "2222"': ({ port }) => port === 2222,
  'ansible_user: ""': ({ user }) => user === undefined,
  'ansible_user: ': ({ user }) => user === undefined,
  'ansible_port: "", ansible_timeout: "", ansible_become: ""': ({ port, become }) =>
    port === undefined && become,
  'ansible_become_method: ansible.builtin.sudo': ({ unusable }) => unusable === undefined,
  'ansible_connection: ansible.builtin.ssh': ({ transport, unusable }) => transport === 'auto' && !unusable,
  'ansible_connection: ansible.netcommon.paramiko_ssh': ({ unusable }) => unusable === undefined,
  'ansible_connection: paramiko_ssh': ({ transport, unusable }) => transport === 'auto' && !unusable,
  'ansible_connection: ansible.builtin.local': ({ transport }) => transport === 'local',
};

describe('connection variables', () => {
  for (const [vars, holds] of Object.entries(cases)) {
    it(vars, async () => {
      const connection = await connectionOf(vars);
      assert.ok(holds(connection), JSON.stringify(connection));
    });
  }

  it('that mean nothing are errors', async () => {
    assert.deepEqual(
      await complaintsOf(files('ansible_become: maybe, ansible_timeout: long, ansible_port: 2122:22')),
      [
        'hosts.yml:1:35 h: ansible_become: must be true or false, found "maybe" | Write true or false.',
        'hosts.yml:1:59 h: ansible_timeout: must be a whole number, found "long" | Write a whole number of seconds, 1 to 3600.',
        'hosts.yml:1:79 h: ansible_port: must be <= 65535, found 127342 | Write a port, 1 to 65535.',
      ],
    );
  });

  for (const vars of [
    'ansible_connection: winrm, ansible_port: 5986, ansible_user: DOMAIN user',
    'ansible_connection: community.docker.docker, ansible_host: a container',
    'ansible_become_method: su',
  ]) {
    it(`of other plugins are told who connects: ${vars}`, async () => {
      const fleet = await fleetOf(files(vars));
      assert.equal(fleet.host('other').connection.unusable, undefined);
      const options = {
        connect: {} as never,
        listener: () => undefined,
        abort: new AbortController().signal,
      };
      await assert.rejects(openHost(fleet.host('h'), options), (error) => {
        assert.ok(error instanceof TrueupError);
        assert.equal(error.code, 'E_INPUT');
        assert.match(
          error.message,
          /^h: ansible_(?:connection: trueup does not support the connection|become_method: trueup becomes)/,
        );
        assert.equal(error.place?.line, 1);
        assert.match(error.hint ?? '', /--limit/);
        return true;
      });
    });
  }

  /** Whether a run is refused before it connects; nobody listens on port 1. */
  async function refusal(vars: string): Promise<string> {
    const fleet = await fleetOf(files(`${vars}, ansible_host: 127.0.0.1, ansible_port: 1`));
    const options = {
      connect: { home: '/nonexistent', acceptNew: false },
      listener: () => undefined,
      abort: AbortSignal.timeout(200),
    };
    const refused = openHost(fleet.host('h'), options);
    return refused.then(
      () => assert.fail('it connected'),
      (error: unknown) => (error as TrueupError).code,
    );
  }

  for (const [vars, code] of [
    ['ansible_become_method: su, ansible_user: me', 'E_INPUT'],
    ['ansible_become_method: su, ansible_user: root, ansible_become_user: deploy', 'E_INPUT'],
    ['ansible_become_method: su, ansible_user: me, ansible_become: false', 'E_INTERRUPTED'],
    ['ansible_become_method: su, ansible_user: root', 'E_INTERRUPTED'],
    ['ansible_connection: winrm, ansible_user: me, ansible_become: false', 'E_INPUT'],
  ] as const)
    it(`with another way to become matter to who becomes: ${vars} is ${code}`, async () => {
      assert.equal(await refusal(vars), code);
    });

  it('are checked, however the host becomes', async () => {
    assert.deepEqual(await complaintsOf(files('ansible_become_method: su, ansible_port: 70000')), [
      'hosts.yml:1:60 h: ansible_port: must be <= 65535, found 70000 | Write a port, 1 to 65535.',
    ]);
  });
});
