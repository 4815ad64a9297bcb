// Becoming somebody on this machine, as over ssh: by sudo, which root needs only to become somebody else.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { openHost } from '../../../lib/engine/open-host.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { sh } from '../../../lib/shell/sh.js';
import { bareHost } from '../../local-transport.js';

const signal = new AbortController().signal;

/** Who a session turns out to be, and whose home it has. */
async function whoIs(more: Partial<Connection>): Promise<string> {
  const host = bareHost('here', { transport: 'local', become: true, ...more });
  const connect = { home: '/root', user: 'root', acceptNew: false };
  const session = await openHost(host, { connect, listener: () => undefined, abort: signal });
  try {
    const [answer] = await session.run([sh`id -un; echo "$HOME"`], {
      ...{ onFailure: 'stop', secondsFor: () => 20, signal },
    });
    return answer?.stdout.trim().replace('\n', ' ') ?? '';
  } finally {
    await session.close();
  }
}

describe('becoming somebody on this machine', () => {
  before(function () {
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/sudo')) this.skip();
  });

  it('starts no sudo for root to become root, whatever user the inventory logs in as', async () => {
    assert.equal(await whoIs({ user: 'nobody' }), 'root /root');
    assert.equal(await whoIs({ become: false }), 'root /root');
    assert.equal(await whoIs({ becomePassword: new Secret('never asked for') }), 'root /root');
  });

  it('becomes another user, with the home of that user', async () => {
    assert.equal(await whoIs({ becomeUser: 'daemon' }), 'daemon /usr/sbin');
    assert.equal(
      await whoIs({ becomeUser: 'daemon', becomePassword: new Secret('not needed') }),
      'daemon /usr/sbin',
    );
  });

  it('says what sudo says of a user that is not there', async () => {
    await assert.rejects(whoIs({ becomeUser: 'nobody-of-that-name' }), {
      code: 'E_SUDO',
      message: 'here: sudo does not know the user in ansible_become_user',
    });
  });
});
