// A jump server has its own keys, its own user and its own host key, whatever is said of the host behind it.
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { publicKey } from '../local-sshd.js';
import type { Case, Scene } from './case.js';

/** The sshd is its own jump server, under another name. */
function gate({ sshd, at }: Scene, ...more: readonly string[]): readonly string[] {
  return [
    'ProxyJump gate',
    'Host gate',
    '  HostName localhost',
    `  HostKeyAlias gate`,
    ...more.map((line) => `  ${line}`),
    ...(existsSync(at('gate-key')) ? [`  IdentityFile ${at('gate-key')}`, '  IdentitiesOnly yes'] : []),
    `  Port ${sshd.port}`,
    'Host box',
  ];
}

const knowsGate = ({ at }: Scene): void => {
  writeFileSync(at('known_hosts'), `gate ${publicKey(at('host'))}\n`, { flag: 'a' });
};

const localhost = ['ListenAddress 127.0.0.1', 'ListenAddress ::1'];

export const jumpCases: readonly Case[] = [
  {
    name: 'through a jump server that is known',
    sshd: localhost,
    prepare: knowsGate,
    config: (scene) => gate(scene),
    reaches: true,
  },
  {
    name: 'an unknown jump server is refused, although the host is taken as it is',
    sshd: localhost,
    config: (scene) => gate(scene),
    inventory: () => ({
      connection: { strictHostKeyChecking: 'no', userKnownHostsFile: '/dev/null' },
      args: ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
    }),
    reaches: false,
    says: /gate is unknown/,
  },
  {
    name: 'the host is taken as it is behind a known jump server',
    sshd: localhost,
    prepare: (scene) => {
      rmSync(scene.at('known_hosts'));
      knowsGate(scene);
      copyFileSync(scene.at('known_hosts'), scene.at('gate-hosts'));
    },
    config: (scene) => gate(scene, `UserKnownHostsFile ${scene.at('gate-hosts')}`),
    inventory: () => ({
      connection: { strictHostKeyChecking: 'no', userKnownHostsFile: '/dev/null' },
      args: ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
    }),
    reaches: true,
  },
  {
    name: 'a jump server is offered its own key, not only the one that the inventory names for the host',
    sshd: localhost,
    keyless: true,
    prepare: (scene) => {
      knowsGate(scene);
      scene.authorize(scene.newKey('gate-key'), scene.newKey('host-key'));
    },
    config: (scene) => gate(scene),
    inventory: ({ at }) => ({
      connection: { privateKeyFile: at('host-key') },
      args: ['-i', at('host-key'), '-o', 'IdentitiesOnly=yes'],
    }),
    reaches: true,
  },
  {
    name: 'a jump server is offered what the agent holds, although the inventory names a key for the host',
    sshd: localhost,
    keyless: true,
    prepare: (scene) => {
      knowsGate(scene);
      scene.authorize(scene.newKey('of-agent'), scene.newKey('host-key'));
    },
    agent: ({ at }) => [at('of-agent')],
    config: (scene) => gate(scene),
    inventory: ({ at }) => ({
      connection: { privateKeyFile: at('host-key') },
      args: ['-i', at('host-key'), '-o', 'IdentitiesOnly=yes'],
    }),
    reaches: true,
  },
  {
    name: "a jump server's user is its own",
    sshd: [...localhost, 'AllowUsers root'],
    prepare: knowsGate,
    config: (scene) => gate(scene, 'User nobody-here'),
    reaches: false,
  },
  {
    name: 'tokens in ProxyJump',
    sshd: localhost,
    prepare: knowsGate,
    config: (scene) =>
      gate(scene).map((line) =>
        line.replace('Jump gate', 'Jump gate-%h').replace('Host gate', 'Host gate-1*'),
      ),
    reaches: true,
  },
];
