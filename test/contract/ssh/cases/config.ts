// Keywords of ssh_config: what keeps ssh2, what needs the OpenSSH client, and that either does as ssh.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { publicKey } from '../local-sshd.js';
import type { Case } from './case.js';

/** What Debian, Ubuntu and macOS set, and what most people write. */
const usual: Case = {
  name: 'what distributions set and most people write keeps ssh2',
  config: ({ at }) => [
    'SendEnv LANG LC_*',
    'HashKnownHosts yes',
    'GSSAPIAuthentication yes',
    'GSSAPIDelegateCredentials no',
    'ForwardX11Trusted yes',
    'ServerAliveInterval 60',
    'ServerAliveCountMax 5',
    'ControlMaster auto',
    `ControlPath ${at('control-%C')}`,
    'ControlPersist 1',
    'AddKeysToAgent yes',
    'IgnoreUnknown UseKeychain',
    'UseKeychain yes',
    'IdentitiesOnly yes',
    'Compression yes',
    'ForwardAgent yes',
    'LogLevel QUIET',
    'StrictHostKeyChecking accept-new',
    'ConnectTimeout 20',
    'VisualHostKey no',
    'TCPKeepAlive yes',
    'PreferredAuthentications publickey',
    'SetEnv TERM=xterm-256color',
    'LocalForward 127.0.0.1:1 127.0.0.1:1',
    'UpdateHostKeys no',
    'CheckHostIP no',
    'IPQoS throughput',
    'RequestTTY no',
  ],
  environment: () => ({ KRB5CCNAME: 'FILE:/nowhere/ticket' }),
  reaches: true,
};

/** Keywords that ssh2 has nothing for. */
const carried: readonly Case[] = [
  ...['ecdsa-sha2-nistp256', 'ssh-ed25519'].map((type): Case => ({
    name: `HostKeyAlgorithms ${type}`,
    config: () => [`HostKeyAlgorithms ${type}`],
    reaches: type === 'ssh-ed25519',
    because: /HostKeyAlgorithms is set/,
  })),
  ...['Ciphers aes256-ctr', 'MACs hmac-sha2-256', 'KexAlgorithms ecdh-sha2-nistp256'].map((line): Case => ({
    name: line,
    config: () => [line],
    reaches: true,
    because: / is set for 127\.0\.0\.1/,
  })),
  ...['Ciphers aes256-cbc', 'MACs hmac-sha1', 'KexAlgorithms diffie-hellman-group-exchange-sha256'].map(
    (line): Case => ({
      name: `${line}, which ssh2 doesn't offer`,
      sshd: [line],
      config: () => (line.startsWith('MACs') ? [line, 'Ciphers aes256-ctr'] : [line]),
      reaches: true,
      because: / is set for 127\.0\.0\.1/,
      ssh2Reaches: false,
    }),
  ),
  {
    name: 'PubkeyAcceptedAlgorithms without the type of the key',
    config: () => ['PubkeyAcceptedAlgorithms rsa-sha2-512'],
    reaches: false,
    because: /PubkeyAcceptedAlgorithms/,
    ssh2Reaches: true,
  },
  {
    name: 'RevokedHostKeys with the key of the host',
    prepare: ({ at }) => {
      writeFileSync(at('revoked'), `${publicKey(at('host'))}\n`);
    },
    config: ({ at }) => [`RevokedHostKeys ${at('revoked')}`],
    reaches: false,
    says: /revoked/,
    because: /RevokedHostKeys/,
    ssh2Reaches: true,
  },
  {
    name: 'KnownHostsCommand',
    config: ({ at, sshd }) => [
      'UserKnownHostsFile /dev/null',
      `KnownHostsCommand /bin/echo [127.0.0.1]:${sshd.port} ${publicKey(at('host'))}`,
    ],
    reaches: true,
    because: /KnownHostsCommand/,
    ssh2Reaches: false,
  },
  {
    name: 'BindAddress of this machine',
    config: () => ['BindAddress 127.0.0.1'],
    reaches: true,
    because: /BindAddress/,
  },
  {
    name: 'BindAddress of another machine',
    config: () => ['BindAddress 192.0.2.1'],
    reaches: false,
    because: /BindAddress/,
    ssh2Reaches: true,
  },
  {
    name: 'AddressFamily inet6 for an address of IPv4',
    config: () => ['AddressFamily inet6'],
    reaches: false,
    because: /AddressFamily/,
    ssh2Reaches: true,
  },
  {
    name: 'PubkeyAuthentication no',
    config: () => ['PubkeyAuthentication no'],
    reaches: false,
    because: /PubkeyAuthentication/,
    ssh2Reaches: true,
  },
  {
    name: 'an unforeseen keyword this list does not have',
    config: () => ['RequiredRSASize 4096'],
    reaches: true,
    because: /RequiredRSASize/,
  },
  {
    name: 'StdinNull, ForkAfterAuthentication and SessionType, which would take our channel away',
    config: () => ['StdinNull yes', 'SessionType default', 'ForkAfterAuthentication no'],
    reaches: true,
  },
  {
    name: 'a ProxyCommand that a folder of the operator has',
    prepare: ({ at, sshd }) => {
      mkdirSync(at('bin'));
      const script = `const s = require('net').connect(${sshd.port}, '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout)`;
      writeFileSync(
        at('bin/relay'),
        `#!/bin/sh\n[ "$PROFILE" = prod ] && exec '${process.execPath}' -e "${script}"\n`,
      );
      chmodSync(at('bin/relay'), 0o755);
    },
    config: () => ['ProxyCommand relay'],
    environment: ({ at }) => ({ PATH: `${at('bin')}:${process.env.PATH ?? ''}`, PROFILE: 'prod' }),
    reaches: true,
    because: /ProxyCommand/,
  },
  {
    name: 'GSSAPIAuthentication with what may be a ticket',
    prepare: ({ at }) => {
      writeFileSync(at('ticket'), '');
    },
    config: () => ['GSSAPIAuthentication yes'],
    environment: ({ at }) => ({ KRB5CCNAME: `FILE:${at('ticket')}` }),
    reaches: true,
    because: /GSSAPIAuthentication/,
  },
];

/** Options that an inventory gives for the host. */
const options: readonly Case[] = [
  {
    name: 'options of the inventory for OpenSSH',
    inventory: ({ at }) => ({
      connection: { sshOptions: [`RevokedHostKeys=${at('id.pub')}`, 'BindAddress=127.0.0.1'] },
      args: ['-o', `RevokedHostKeys=${at('id.pub')}`, '-o', 'BindAddress=127.0.0.1'],
    }),
    reaches: true,
    because: /RevokedHostKeys|BindAddress/,
  },
  {
    name: 'options of the inventory that change nothing',
    inventory: () => ({
      connection: { sshOptions: ['ControlMaster=auto', 'ControlPersist=60s', 'RemoteCommand=false'] },
      args: ['-o', 'ControlMaster=no'],
    }),
    reaches: true,
  },
  {
    name: 'UserKnownHostsFile of the inventory',
    inventory: () => ({
      connection: { userKnownHostsFile: '/dev/null' },
      args: ['-o', 'UserKnownHostsFile=/dev/null'],
    }),
    reaches: false,
    says: /unknown/,
  },
];

export const configCases: readonly Case[] = [usual, ...carried, ...options];
