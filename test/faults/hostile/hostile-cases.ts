// Every way in which a host of promise 9 is broken or hostile, and how that is to be told.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPair, rawServer, sshServer, type Running } from '../../unit/ssh/hostile-server.js';
import { flooding, forging, honest, hostKey, shellServer } from './hostile-shells.js';

/** The password of all; a canary. */
export const secret = 'canary-of-the-password';
/** Files of these cases; whoever loads them removes it. */
export const folder = mkdtempSync(join(tmpdir(), 'trueup-hostile-'));
const spam = Buffer.alloc(1 << 16, 'spam and more of it\n');
/** A piece of a line that has no end. */
export const lineWithoutEnd = Buffer.alloc(1 << 16, 'x');

/** A folder with a sudo of that text and the few programs that a shell needs. */
function sudoOf(name: string, text: string | undefined): string {
  const path = join(folder, name);
  mkdirSync(path);
  if (text !== undefined) writeFileSync(join(path, 'sudo'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

/** One such host, and the error that it ends in. */
export interface Case {
  readonly start: () => Promise<Running>;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly says: RegExp;
  readonly advises: RegExp;
}

const become = { ansible_become: true };
const asks = { ...become, ansible_become_password: secret };
const typesPassword = 'printf %s "$4" >&2; IFS= read -r one';
/** An answer to the question for facts, with that clock. */
export const facts = (nonce: string, epoch: number): readonly string[] => {
  const text = `os_id=debian\nos_version=13\nos_codename=x\nhostname=h\nkernel=k\narch=x86_64\nboot=b\ncpus=1\nepoch=${epoch}\nmemory=1048576\nvirt=none\n`;
  return [`${nonce} b 0\n`, `${nonce} o 0 0 ${text.length}\n${text}\n`, `${nonce} e 0 0\n\n`, `${nonce} d\n`];
};

/** By the name of the test. */
export const cases: Readonly<Record<string, Case>> = {
  'a notice where nothing runs that could wait': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 0\n`, `${nonce} n 0 4\nwait\n`])),
    code: 'E_PROTOCOL',
    says: /a notice arrived while nothing was running/,
    advises: /whether this is the right host/,
  },
  'a notice longer than any': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 0\n`, `${nonce} n 0 99999\n`], spam)),
    code: 'E_PROTOCOL',
    says: /a frame is malformed/,
    advises: /whether this is the right host/,
  },
  'nothing after TCP': {
    start: () => rawServer(() => undefined),
    code: 'E_CONNECT',
    says: /no SSH greeting arrived in time/,
    advises: /that the host is up/,
  },
  'nothing after the greeting': {
    start: () => rawServer((socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n')),
    code: 'E_CONNECT',
    says: /key exchange did not finish in time/,
    advises: /that the host is up/,
  },
  'a hang-up at once': {
    start: () => rawServer((socket) => socket.end()),
    code: 'E_CONNECT',
    says: /closed the connection before sending a greeting \(6 attempts\)/,
    advises: /MaxStartups/,
  },
  'a flood instead of a greeting': {
    start: () =>
      rawServer((socket) => {
        const more = (): void => {
          while (socket.writable && socket.write(spam));
        };
        socket.on('drain', more);
        more();
      }),
    code: 'E_CONNECT',
    says: /greeting|is not an SSH server|line/i,
    advises: /not an SSH server|ansible_port/,
  },
  'algorithms of yesterday': {
    start: () =>
      sshServer(hostKey, () => undefined, { algorithms: { kex: ['diffie-hellman-group1-sha1'] as never } }),
    code: 'E_CONNECT',
    says: /no matching|Unable to negotiate/,
    advises: /Update sshd on the server/,
  },
  'a login that is never answered': {
    start: () => sshServer(hostKey, (client) => client.on('authentication', () => undefined)),
    code: 'E_LOST_CONNECTION',
    says: /login did not finish in time/,
    advises: /journalctl -u ssh/,
  },
  'another host key than before': {
    start: () => shellServer(honest(), newPair()),
    vars: { ansible_host_key_checking: true, trueup_known_hosts_file: join(folder, 'known_hosts') },
    code: 'E_HOST_KEY',
    says: /changed: .*known_hosts:1 has ssh-ed25519 SHA256/,
    advises: /Someone may be intercepting the connection/,
  },
  'a command that is never begun': {
    start: () =>
      sshServer(hostKey, (client) => {
        client.on('authentication', (context) => {
          context.accept();
        });
        client.on('session', (accept) => accept().on('exec', () => undefined));
      }),
    code: 'E_LOST_CONNECTION',
    says: /a new channel was not opened within 18 s/,
    advises: /Run again/,
  },
  'silence instead of a shell': {
    start: () => shellServer((stream) => stream.resume()),
    code: 'E_PROTOCOL',
    says: /the shell did not answer within \d\S* s/,
    advises: /Log in by hand/,
  },
  'a device that is no Unix': {
    start: () =>
      shellServer((stream) => {
        stream.resume();
        stream.write('% Invalid input detected at marker.\r\nSwitch#');
      }),
    code: 'E_PROTOCOL',
    says: /did not answer/,
    advises: /Log in by hand/,
  },
  'a login shell that prints without end': {
    start: () => shellServer(flooding(spam)),
    code: 'E_PROTOCOL',
    says: /the login shell prints endless output/,
    advises: /login shell/,
  },
  'a line without end': {
    start: () => shellServer(flooding(lineWithoutEnd)),
    code: 'E_PROTOCOL',
    says: /an overlong line/,
    advises: /login shell/,
  },
  'a login shell that turns stdout off': {
    start: () => shellServer(honest({ noise: 'exec >/dev/null' })),
    code: 'E_PROTOCOL',
    says: /did not answer/,
    advises: /pass on its output/,
  },
  'an end without a status': {
    start: () => shellServer((stream) => stream.end('bye\n')),
    code: 'E_LOST_CONNECTION',
    says: /the connection ended/,
    advises: /run again/i,
  },
  'half a frame and then silence': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 0\n`, `${nonce} o 0 0 100\nhalf`])),
    code: 'E_TIMEOUT',
    says: /no answer within/,
    advises: /.*/,
  },
  'an answer to another question': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 7\n`, `${nonce} o 7 0 0\n\n`])),
    code: 'E_PROTOCOL',
    says: /out of order/,
    advises: /the right host/,
  },
  'an answer larger than any': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 0\n`, `${nonce} o 0 0 4294967295\n`])),
    code: 'E_PROTOCOL',
    says: /a frame is malformed/,
    advises: /the right host/,
  },
  'a beginning again and again': {
    start: () => shellServer(forging((nonce) => Array.from({ length: 50 }, () => `${nonce} b 0\n`))),
    code: 'E_PROTOCOL',
    says: /out of order/,
    advises: /the right host/,
  },
  'a wish for bytes that nobody offered': {
    start: () => shellServer(forging((nonce) => [`${nonce} b 0\n`, `${nonce} r 1000000\n`])),
    code: 'E_PROTOCOL',
    says: /requested bytes that were not offered/,
    advises: /.*/,
  },
  'no sudo': {
    start: () => shellServer(honest({ path: sudoOf('none', undefined) })),
    vars: become,
    code: 'E_SUDO',
    says: /sudo is not installed/,
    advises: /Install sudo/,
  },
  'a sudo that wants a password': {
    start: () =>
      shellServer(honest({ path: sudoOf('wants', 'echo "sudo: a password is required" >&2; exit 1') })),
    vars: become,
    code: 'E_SUDO',
    says: /sudo needs a password/,
    advises: /ansible_become_password/,
  },
  'a sudo that asks a second time': {
    start: () => shellServer(honest({ path: sudoOf('second', `${typesPassword}; ${typesPassword}`) })),
    vars: asks,
    code: 'E_SUDO',
    says: /sudo refused the password/,
    advises: /second factor/,
  },
  'a sudo that says nothing more': {
    start: () => shellServer(honest({ path: sudoOf('silent', `${typesPassword}; read -r x`) })),
    vars: asks,
    code: 'E_SUDO',
    says: /could not become root within 9 s: sudo did not start a shell/,
    advises: /second factor/,
  },
  'a sudo that repeats the password aloud': {
    start: () =>
      shellServer(honest({ path: sudoOf('aloud', `${typesPassword}; echo "got $one" >&2; exit 1`) })),
    vars: asks,
    code: 'E_SUDO',
    says: /sudo did not start a shell/,
    advises: /.*/,
  },
};
