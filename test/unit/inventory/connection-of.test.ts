// Ansible's connection variables become a Connection; what can't be honoured is said.
import assert from 'node:assert/strict';
import { readSshArgs, UnknownSshArg } from '../../../lib/inventory/variables/ssh-args.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { fleetOf } from './inventory-of.js';

const defaults = {
  transport: 'auto',
  host: 'h',
  connectTimeoutSeconds: 10,
  become: true,
  becomeUser: 'root',
} as const;

/** With secrets as their text, and the inventory's folder left out of paths. */
async function connection(vars: Readonly<Record<string, unknown>>): Promise<object> {
  const files = { 'hosts.yml': JSON.stringify({ all: { hosts: { h: vars } } }) };
  const fleet = await fleetOf(files, { home: '/home/me' });
  const { password, becomePassword, ...rest } = fleet.host('h').connection;
  const folder = fleet.folder;
  return {
    ...(JSON.parse(JSON.stringify(rest).replaceAll(`${folder}/`, '')) as Partial<Connection>),
    ...(password && { password: password.reveal() }),
    ...(becomePassword && { becomePassword: becomePassword.reveal() }),
  };
}

type Case = readonly [vars: Readonly<Record<string, unknown>>, connection: object];
const cases: Readonly<Record<string, Case>> = {
  'without any variable': [{}, {}],
  'Ansible’s own names': [
    {
      ansible_host: '10.0.0.1',
      ansible_port: 2222,
      ansible_user: 'me',
      ansible_ssh_private_key_file: '/k',
      ansible_password: 'pass',
      ansible_become_password: 'become',
      ansible_become_user: 'admin',
      ansible_become: false,
      ansible_connection: 'openssh',
      ansible_timeout: 3,
    },
    {
      host: '10.0.0.1',
      port: 2222,
      user: 'me',
      privateKeyFile: '/k',
      password: 'pass',
      becomePassword: 'become',
      becomeUser: 'admin',
      become: false,
      transport: 'openssh',
      connectTimeoutSeconds: 3,
    },
  ],
  'older names and text for numbers': [
    {
      ansible_ssh_host: 'a',
      ansible_ssh_port: '22',
      ansible_ssh_user: 'u',
      ansible_ssh_pass: 'pass',
      ansible_become: 'False',
    },
    { host: 'a', port: 22, user: 'u', password: 'pass', become: false },
  ],
  'a key in the home': [{ ansible_ssh_private_key_file: '~/k' }, { privateKeyFile: '/home/me/k' }],
  'a key beside the inventory': [{ ansible_ssh_private_key_file: 'ssh/k' }, { privateKeyFile: 'ssh/k' }],
  'a key beside the inventory, in Ansible’s words': [
    { ansible_ssh_private_key_file: '{{ inventory_dir }}/ssh/k' },
    { privateKeyFile: 'ssh/k' },
  ],
  'a name made of the host’s': [{ ansible_host: '{{ inventory_hostname }}.example' }, { host: 'h.example' }],
  'an ssh_config of its own': [{ trueup_ssh_config: 'ssh-config' }, { configFile: 'ssh-config' }],
  'no ssh_config': [{ trueup_ssh_config: 'none' }, { configFile: 'none' }],
  'common arguments': [
    {
      ansible_ssh_common_args:
        '-o ProxyJump=me@bastion:22 -o "UserKnownHostsFile=/a b" -oStrictHostKeyChecking=accept-new -F cfg -o ControlMaster=auto -C',
    },
    {
      proxyJump: 'me@bastion:22',
      knownHostsFile: '/a b',
      strictHostKeyChecking: 'accept-new',
      configFile: 'cfg',
    },
  ],
  'a proxy command that is a jump': [
    { ansible_ssh_common_args: `-o ProxyCommand="ssh -W %h:%p -q me@bastion"` },
    { proxyJump: 'me@bastion' },
  ],
  'own names over arguments': [
    {
      ansible_ssh_common_args: '-J a -o UserKnownHostsFile=x',
      trueup_proxy_jump: 'b',
      trueup_known_hosts_file: 'y',
    },
    { proxyJump: 'b', knownHostsFile: 'y' },
  ],
  'host key checking off': [{ ansible_host_key_checking: false }, { strictHostKeyChecking: 'no' }],
};

describe('connection variables', () => {
  for (const [name, [vars, expected]] of Object.entries(cases)) {
    it(name, async () => {
      assert.deepEqual(await connection(vars), { ...defaults, ...expected });
    });
  }

  it('passwords never show among the variables', async () => {
    const fleet = await fleetOf({
      'hosts.yml': 'all: {hosts: {h: {ansible_password: hush1, ansible_become_pass: hush2}}}',
    });
    assert.doesNotMatch(JSON.stringify(fleet.host('h')), /hush/);
  });
});

describe('ssh arguments', () => {
  const refused: Readonly<Record<string, RegExp>> = {
    '-o ProxyCommand=nc -X 5 %h %p': /-X can't be honoured|ProxyCommand/,
    '-o "ProxyCommand=nc -X 5 %h %p"': /ProxyCommand nc -X 5 %h %p can't be honoured/,
    '-o StrictHostKeyChecking=nope': /StrictHostKeyChecking=nope can't be honoured/,
    '-D 1080': /-D can't be honoured/,
    '-o': /-o is missing its value/,
    stray: /stray can't be honoured/,
  };
  for (const [text, says] of Object.entries(refused)) {
    it(`${text} is refused`, () => {
      assert.throws(
        () => readSshArgs(text),
        (error) => error instanceof UnknownSshArg && says.test(error.message),
      );
    });
  }

  it('a misspelt option is met with the right one', () => {
    assert.throws(() => readSshArgs('-o ProxyJmp=x'), { hint: 'Did you mean ProxyJump?' });
  });
});
