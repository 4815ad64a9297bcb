// The system's ssh_config counts as much as the operator's, for the choice of a transport and for OpenSSH itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../lib/model/fleet.js';
import type { ConnectOptions } from '../../../lib/ssh/connect.js';
import { canRunSshd, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

/** A mount that only one program sees: the machine's own files stay as they are. */
function canMount(): boolean {
  return spawnSync('unshare', ['-m', 'mount', '--bind', '/etc', '/etc']).status === 0;
}

describe("the system's ssh_config", () => {
  let sshd: LocalSshd;
  let folder: string;
  const whys: string[] = [];

  before(function () {
    if (!canRunSshd() || !canMount()) this.skip();
  });
  beforeEach(async () => {
    sshd = await startLocalSshd();
    // A folder of its own each time: what ssh said is remembered for a run.
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    mkdirSync(join(folder, 'bin'));
    const ssh = [
      '#!/bin/sh',
      `exec unshare -m sh -c 'mount --bind ${folder} /etc/ssh/ssh_config.d && exec /usr/bin/ssh "$@"' ssh "$@"`,
    ];
    writeFileSync(join(folder, 'bin/ssh'), `${ssh.join('\n')}\n`);
    chmodSync(join(folder, 'bin/ssh'), 0o755);
    whys.length = 0;
  });
  afterEach(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });

  function options(): ConnectOptions {
    return optionsFor(userInfo().homedir, {
      environment: { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` },
      onFallback: (because) => whys.push(because),
    });
  }

  /** A host that only the system's files know; its name is used once. */
  function host(transport: Connection['transport'], ...more: readonly string[]): Connection {
    const name = `box-${sshd.port}`;
    const lines = [
      `Host ${name}`,
      'HostName 127.0.0.1',
      `Port ${sshd.port}`,
      `User ${sshd.connection.user ?? ''}`,
      `IdentityFile ${join(sshd.folder, 'id')}`,
      `UserKnownHostsFile ${join(sshd.folder, 'known_hosts')}`,
      ...more,
    ];
    writeFileSync(join(folder, 'test.conf'), `${lines.join('\n')}\n`);
    return { transport, host: name, connectTimeoutSeconds: 10, become: false, becomeUser: 'root' };
  }

  for (const transport of ['auto', 'openssh'] as const)
    it(`says how a host is reached, with ${transport}`, async () => {
      assert.equal((await runOnce(host(transport), options(), 'exit 3')).status, 3);
      assert.deepEqual(whys, []);
    });

  it('revokes a host key, which no transport takes then', async () => {
    const revoked = join(folder, 'revoked');
    writeFileSync(revoked, `${publicKey(join(sshd.folder, 'host'))}\n`);
    const error = await failureOf(host('auto', `RevokedHostKeys ${revoked}`), options());
    assert.equal(error.code, 'E_HOST_KEY');
    assert.match(whys.join(), /RevokedHostKeys is set for 127\.0\.0\.1/);
  });
});
