// Files that ssh_config names: tokens, variables, blanks, and names that look like the usual ones.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { publicKey } from '../local-sshd.js';
import type { Case } from './case.js';

export const pathCases: readonly Case[] = [
  {
    name: 'tokens and variables in IdentityFile',
    keyless: true,
    prepare: ({ at, sshd }) => {
      const name = `${process.getuid?.() ?? ''}-${sshd.connection.user ?? ''}-box-${sshd.port}-127.0.0.1-%`;
      renameSync(at('id'), at(name));
    },
    config: () => ['IdentityFile ${KEYS}/%i-%r-%n-%p-%h-%%', 'IdentitiesOnly yes'],
    environment: ({ sshd }) => ({ KEYS: sshd.folder }),
    reaches: true,
  },
  {
    name: '%k, %u, %L in IdentityFile',
    keyless: true,
    prepare: ({ at }) => {
      renameSync(at('id'), at('id-box'));
    },
    config: ({ at }) => [`IdentityFile ${at('id-%k')}`],
    reaches: true,
  },
  {
    name: '%C in IdentityFile, a hash that only OpenSSH knows',
    config: ({ at }) => [`IdentityFile ${at('id-%C')}`],
    reaches: true,
    because: /IdentityFile/,
  },
  {
    name: 'a blank in IdentityFile',
    keyless: true,
    prepare: ({ at }) => {
      mkdirSync(at('my keys'));
      renameSync(at('id'), at('my keys/id'));
    },
    config: ({ at }) => [`IdentityFile "${at('my keys/id')}"`],
    reaches: true,
  },
  {
    name: 'a blank in UserKnownHostsFile',
    prepare: ({ at }) => {
      mkdirSync(at('my hosts'));
      renameSync(at('known_hosts'), at('my hosts/known'));
    },
    config: ({ at }) => [`UserKnownHostsFile ${at('none')} "${at('my hosts/known')}"`],
    reaches: true,
    because: /UserKnownHostsFile/,
    ssh2Reaches: false,
  },
  {
    name: 'tokens and variables in UserKnownHostsFile',
    prepare: ({ at }) => {
      renameSync(at('known_hosts'), at('known-box'));
    },
    config: () => ['UserKnownHostsFile ${KNOWN}/known-%n'],
    environment: ({ sshd }) => ({ KNOWN: sshd.folder }),
    reaches: true,
  },
  {
    name: 'GlobalKnownHostsFile',
    config: ({ at }) => ['UserKnownHostsFile none', `GlobalKnownHostsFile ${at('known_hosts')}`],
    reaches: true,
  },
  {
    name: 'HostKeyAlias',
    prepare: ({ at }) => {
      writeFileSync(at('known_hosts'), `alias ${publicKey(at('host'))}\n`);
    },
    config: () => ['HostKeyAlias alias'],
    reaches: true,
  },
  {
    name: 'four IdentityFile lines with the usual names, none of them the usual files',
    prepare: ({ at, authorize, newKey }) => {
      mkdirSync(at('.ssh'));
      authorize(newKey('.ssh/id_work'));
    },
    keyless: true,
    config: ({ at }) =>
      ['rsa', 'ecdsa', 'home', 'work'].map((name) => `IdentityFile ${at(`.ssh/id_${name}`)}`),
    reaches: true,
  },
  {
    name: 'an IdentityAgent named by a variable',
    keyless: true,
    agent: ({ at }) => [at('id')],
    config: () => ['IdentityAgent $MY_AGENT'],
    environment: ({ at }) => ({ MY_AGENT: at('agent'), SSH_AUTH_SOCK: '/nowhere' }),
    reaches: true,
  },
  {
    name: 'IdentityAgent none',
    keyless: true,
    agent: ({ at }) => [at('id')],
    config: () => ['IdentityAgent none'],
    reaches: false,
  },
];
