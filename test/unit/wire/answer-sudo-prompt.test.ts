// sudo with a password: a stand-in for sudo that asks as sudo -S does, and the real session behind it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import type { Transport } from '../../../lib/model/transport.js';
import { sh } from '../../../lib/shell/sh.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost } from '../../local-transport.js';

const password = `l0gin $x 'quoted" \\ ü`;

/** Asks on stderr, up to three times; NOPASSWD doesn't ask. */
const sudo = `#!/bin/sh
while [ "$1" != -- ]; do [ "$1" = -p ] && prompt=$2; shift; done; shift
[ -n "$NOPASSWD" ] && exec "$@"
for try in 1 2 3; do
  printf %s "$prompt" >&2
  IFS= read -r typed
  [ "$typed" = "$(cat "$(dirname "$0")/password")" ] && exec "$@"
  echo 'Sorry, try again.' >&2
done
exit 1
`;

describe('a session behind sudo with a password', () => {
  let folder = '';
  const signal = new AbortController().signal;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-sudo-'));
    writeFileSync(join(folder, 'sudo'), sudo, { mode: 0o755 });
    writeFileSync(join(folder, 'password'), password);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function transport(environment: Readonly<Record<string, string>> = {}): Transport {
    return {
      name: 'local',
      open(command) {
        const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, ...environment };
        const child = spawn('/bin/sh', ['-c', `echo noise of the login shell; ${command}`], {
          stdio: 'pipe',
          env,
        });
        const closed = new Promise<{ status: number | null }>((resolve) => {
          child.on('close', (status) => {
            resolve({ status });
          });
        });
        const { stdin, stdout, stderr } = child;
        return Promise.resolve({ stdin, stdout, stderr, closed, destroy: () => void child.kill('SIGKILL') });
      },
      close: () => Promise.resolve(),
    };
  }
  function host(becomePassword: string): Host {
    const bare = bareHost();
    const connection = { ...bare.connection, become: true, becomePassword: new Secret(becomePassword) };
    return { ...bare, connection };
  }
  async function said(session: Session): Promise<string | undefined> {
    const [answer] = await session.run([sh`echo here`], { onFailure: 'go on', secondsFor: () => 5, signal });
    await session.close();
    return answer?.stdout;
  }

  it('gives the password when it is asked for, whatever is in it', async () => {
    assert.equal(await said(await Session.open(host(password), transport(), { signal })), 'here\n');
  });

  it('keeps it from the shell where sudo asks for none', async () => {
    const session = await Session.open(host(password), transport({ NOPASSWD: '1' }), { signal });
    assert.equal(await said(session), 'here\n');
  });

  it('gives it once, and says that it is wrong', async () => {
    await assert.rejects(
      Session.open(host('wrong'), transport(), { signal }),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'E_SUDO');
        assert.equal(error.message, 'h1: sudo refused the password');
        assert.ok(!JSON.stringify(error).includes('wrong'));
        return true;
      },
    );
  });
});
