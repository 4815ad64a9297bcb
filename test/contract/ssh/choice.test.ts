// `auto` reaches, through the OpenSSH client, what ssh2 can't; against a sshd on loopback.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { connect, type ConnectOptions } from '../../../lib/ssh/connect.js';
import { canRunSshd, keygen, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

describe('the choice of a transport', () => {
  let sshd: LocalSshd | undefined;
  let folder: string;
  const at = (file: string): string => join(folder, file);

  before(function () {
    if (!canRunSshd()) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    keygen(at('ca'), '-t', 'ed25519');
  });
  afterEach(async () => {
    await sshd?.stop();
    sshd = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Connects with `auto`; answers with what was said of the choice. */
  async function reach(connection: Connection, more: Partial<ConnectOptions> = {}): Promise<string> {
    const said: string[] = [];
    const options = optionsFor(folder, {
      onFallback: (because) => said.push(because),
      onNotice: (text) => assert.fail(text),
      ...more,
    });
    assert.equal((await runOnce({ ...connection, transport: 'auto' }, options, 'exit 3')).status, 3);
    return said.join('\n');
  }

  it('is ssh2 where nothing speaks against it, without a word', async () => {
    sshd = await startLocalSshd();
    assert.equal(await reach(sshd.connection), '');
  });

  it('is OpenSSH for a key with a certificate', async () => {
    sshd = await startLocalSshd(`TrustedUserCAKeys ${at('ca.pub')}`);
    keygen(at('user'), '-t', 'ed25519');
    execFileSync('ssh-keygen', [
      '-q',
      '-s',
      at('ca'),
      '-I',
      'me',
      '-n',
      sshd.connection.user!,
      at('user.pub'),
    ]);
    const connection = { ...sshd.connection, privateKeyFile: at('user') };
    assert.match(await reach(connection), /user has a certificate/);
    const error = await failureOf({ ...connection, transport: 'ssh2' }, optionsFor(folder));
    assert.equal(error.code, 'E_AUTH');
  });

  it('is OpenSSH for a host that only a certificate authority vouches for', async () => {
    keygen(at('host'), '-t', 'ed25519');
    execFileSync('ssh-keygen', ['-q', '-s', at('ca'), '-h', '-I', 'box', '-n', '127.0.0.1', at('host.pub')]);
    sshd = await startLocalSshd(`HostKey ${at('host')}`, `HostCertificate ${at('host-cert.pub')}`);
    writeFileSync(at('known'), `@cert-authority [127.0.0.1]:${sshd.port} ${publicKey(at('ca'))}\n`);
    const connection = { ...sshd.connection, knownHostsFile: at('known') };
    assert.match(await reach(connection), /^a certificate authority is known/);
    const error = await failureOf({ ...connection, transport: 'ssh2' }, optionsFor(folder));
    assert.equal(error.code, 'E_HOST_KEY');
    assert.match(error.hint ?? '', /openssh/);
  });

  it('is OpenSSH for a server with nothing but a post-quantum key exchange', async () => {
    sshd = await startLocalSshd('KexAlgorithms sntrup761x25519-sha512@openssh.com');
    assert.match(await reach(sshd.connection), /no matching key exchange/);
    const error = await failureOf({ ...sshd.connection, transport: 'ssh2' }, optionsFor(folder));
    assert.equal(error.code, 'E_CONNECT');
    assert.match(error.hint ?? '', /ansible_connection: openssh/);
  });

  it('is OpenSSH for a ProxyCommand', async () => {
    sshd = await startLocalSshd();
    const relay = `const s = require('net').connect(${sshd.port}, '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout)`;
    writeFileSync(at('relay.cjs'), relay);
    writeFileSync(at('config'), `Host *\n  ProxyCommand ${process.execPath} ${at('relay.cjs')}\n`);
    assert.match(
      await reach({ ...sshd.connection, configFile: at('config') }),
      /^ProxyCommand is set for 127/,
    );
  });

  it('is ssh2 for a key in the PKCS#8 format, Ed25519 included', async () => {
    sshd = await startLocalSshd();
    keygen(at('user'), '-t', 'ecdsa', '-m', 'PKCS8');
    const { privateKey, publicKey: open } = generateKeyPairSync('ed25519');
    writeFileSync(at('modern'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const raw = Buffer.from(open.export({ format: 'jwk' }).x ?? '', 'base64url');
    const blob = Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), raw]);
    const lines = [publicKey(at('user')), `ssh-ed25519 ${blob.toString('base64')}`];
    writeFileSync(join(sshd.folder, 'authorized_keys'), `${lines.join('\n')}\n`);
    for (const file of ['user', 'modern'])
      assert.equal(await reach({ ...sshd.connection, privateKeyFile: at(file) }), '');
  });

  it('is OpenSSH for a key whose cipher ssh2 can’t open', async () => {
    sshd = await startLocalSshd();
    keygen(at('user'), '-t', 'ed25519', '-N', 'open sesame', '-Z', 'chacha20-poly1305@openssh.com');
    writeFileSync(join(sshd.folder, 'authorized_keys'), publicKey(at('user')) + '\n');
    const connection = { ...sshd.connection, privateKeyFile: at('user') };
    assert.match(
      await reach(connection, { askPassphrase: () => Promise.resolve(new Secret('open sesame')) }),
      /chacha20/,
    );
  });

  it('is OpenSSH for a certificate that only the agent holds', async () => {
    sshd = await startLocalSshd(`TrustedUserCAKeys ${at('ca.pub')}`);
    keygen(at('user'), '-t', 'ed25519');
    execFileSync('ssh-keygen', [
      '-q',
      '-s',
      at('ca'),
      '-I',
      'me',
      '-n',
      sshd.connection.user!,
      at('user.pub'),
    ]);
    const agent = spawn('ssh-agent', ['-D', '-a', at('agent')], { stdio: 'ignore' });
    try {
      while (!existsSync(at('agent'))) await sleep(20);
      execFileSync('ssh-add', ['-q', at('user')], { env: { SSH_AUTH_SOCK: at('agent') }, stdio: 'ignore' });
      rmSync(at('user-cert.pub'));
      const { privateKeyFile, ...connection } = sshd.connection;
      assert.ok(privateKeyFile);
      assert.match(await reach(connection, { agentSocket: at('agent') }), /the agent holds a certificate/);
    } finally {
      agent.kill();
    }
  });

  it('is OpenSSH where a stale key stands beside the authority, also one that is named without its port', async () => {
    keygen(at('host'), '-t', 'ed25519');
    keygen(at('stale'), '-t', 'ed25519');
    execFileSync('ssh-keygen', ['-q', '-s', at('ca'), '-h', '-I', 'box', '-n', '127.0.0.1', at('host.pub')]);
    sshd = await startLocalSshd(`HostKey ${at('host')}`, `HostCertificate ${at('host-cert.pub')}`);
    const stale = `[127.0.0.1]:${sshd.port} ${publicKey(at('stale'))}\n`;
    const connection = { ...sshd.connection, knownHostsFile: at('known') };
    for (const name of [`[127.0.0.1]:${sshd.port}`, '127.0.0.1']) {
      const before = name === '127.0.0.1' ? '' : stale;
      writeFileSync(at('known'), `${before}@cert-authority ${name} ${publicKey(at('ca'))}\n`);
      assert.match(await reach(connection), /a certificate authority is known/);
    }
  });

  it('lets many hosts listen to one signal without a warning', async () => {
    sshd = await startLocalSshd();
    const { connection } = sshd;
    const warnings: Error[] = [];
    const onWarning = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', onWarning);
    const run = new AbortController().signal;
    const reached = Array.from({ length: 12 }, async () => {
      const transport = await connect('box', { ...connection, transport: 'ssh2' }, optionsFor(folder), run);
      await transport.open('sleep 60', run);
      return transport;
    });
    for (const transport of await Promise.all(reached)) await transport.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    assert.deepEqual(warnings, []);
  });

  it('prefers the key type that is known for the host', async () => {
    for (const type of ['ecdsa', 'rsa']) {
      const host = at(`host-${type}`);
      keygen(host, '-t', type);
      const one = await startLocalSshd(`HostKey ${host}`);
      try {
        writeFileSync(at('known'), `[127.0.0.1]:${one.port} ${publicKey(host)}\n`);
        const connection: Connection = { ...one.connection, transport: 'ssh2', knownHostsFile: at('known') };
        assert.equal((await runOnce(connection, optionsFor(folder), 'exit 3')).status, 3);
      } finally {
        await one.stop();
      }
    }
  });
});
