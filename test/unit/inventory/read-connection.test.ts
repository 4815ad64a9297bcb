// Ansible's connection variables become a Connection; what can't be honoured is said.
import assert from 'node:assert/strict';
import { readSshArgs, UnknownSshArg } from '../../../lib/inventory/variables/ssh-args.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { fleetOf } from './inventory-of.js';

const defaults = {
  transport: 'auto',
  host: 'h',
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
        '-o ProxyJump=me@bastion:22 -o \'UserKnownHostsFile="/a b"\' -oStrictHostKeyChecking=accept-new -F cfg -o ControlMaster=auto -C',
    },
    {
      proxyJump: 'me@bastion:22',
      userKnownHostsFile: '/a b',
      strictHostKeyChecking: 'accept-new',
      configFile: 'cfg',
      sshOptions: ['ControlMaster=auto'],
    },
  ],
  'arguments that only ssh knows': [
    {
      ansible_ssh_common_args:
        '-4 -b 10.0.0.9 -o "RevokedHostKeys /r" -oCiphers=aes256-ctr -o \'UserKnownHostsFile=/a /b\'',
    },
    {
      sshOptions: [
        'AddressFamily=inet',
        'BindAddress=10.0.0.9',
        'RevokedHostKeys=/r',
        'Ciphers=aes256-ctr',
        'UserKnownHostsFile=/a /b',
      ],
    },
  ],
  'the first of two': [
    {
      ansible_ssh_common_args: '-o ProxyJump=a -o User=x',
      ansible_ssh_extra_args: '-J b -l y -o ProxyCommand="nc %h %p"',
    },
    { proxyJump: 'a', user: 'x' },
  ],
  'ansible_ssh_args over variables, and these over the common ones': [
    {
      ansible_ssh_args: '-p 23 -o StrictHostKeyChecking=accept-new -i /a',
      ansible_port: 24,
      ansible_user: 'u',
      ansible_host_key_checking: false,
      ansible_ssh_private_key_file: '/b',
      ansible_ssh_common_args: '-p 25 -l w -o StrictHostKeyChecking=yes -i /c -o ConnectTimeout=7',
      ansible_timeout: 9,
    },
    {
      port: 23,
      user: 'u',
      strictHostKeyChecking: 'accept-new',
      privateKeyFile: '/a',
      sshOptions: ['IdentityFile="/b"', 'IdentityFile="/c"'],
      connectTimeoutSeconds: 9,
    },
  ],
  'host key checking off, whatever the common arguments say': [
    { ansible_host_key_checking: false, ansible_ssh_common_args: '-o StrictHostKeyChecking=yes' },
    { strictHostKeyChecking: 'no' },
  ],
  'a proxy command of any kind': [
    { ansible_ssh_common_args: `-o ProxyCommand="sh -c \\"aws ssm start-session --target %h 'x=%p'\\""` },
    { sshOptions: [`ProxyCommand=sh -c "aws ssm start-session --target %h 'x=%p'"`] },
  ],
  'a proxy command that is a jump, with a port': [
    { ansible_ssh_common_args: '-o "ProxyCommand ssh -p 2222 -l me -W %h:%p bastion"' },
    { proxyJump: 'me@bastion:2222' },
  ],
  'a proxy command with a key of its own': [
    { ansible_ssh_common_args: '-o "ProxyCommand ssh -i k -W %h:%p bastion"' },
    { sshOptions: ['ProxyCommand=ssh -i k -W %h:%p bastion'] },
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
    { proxyJump: 'b', knownHostsFile: 'y', userKnownHostsFile: 'x' },
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
    '-o ProxyCommand=nc -X 5 %h %p': /5 is not supported/,
    '-o RemoteForward=3128:proxy:3128': /RemoteForward=3128:proxy:3128 is not supported/,
    '-o =x': /is not of the form Keyword=value/,
    '-o StrictHostKeyChecking=nope': /StrictHostKeyChecking=nope is not valid/,
    '-D 1080': /-D is not supported/,
    '-o': /-o is missing its value/,
    stray: /stray is not supported/,
  };
  for (const [text, says] of Object.entries(refused)) {
    it(`${text} is refused`, () => {
      assert.throws(
        () => readSshArgs(text),
        (error) => error instanceof UnknownSshArg && says.test(error.message),
      );
    });
  }

  it('what only OpenSSH knows is for OpenSSH to judge', () => {
    assert.deepEqual(readSshArgs('-o ProxyJmp=x').sshOptions, ['ProxyJmp=x']);
  });
});
