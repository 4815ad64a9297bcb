// The ssh program's words for what no key cures are told with a remedy, and not tried again for nothing.
import assert from 'node:assert/strict';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { opensshFailure } from '../../../lib/ssh/config/explain-openssh-failure.js';
import { resolveTarget } from '../../../lib/ssh/config/resolve-target.js';
import type { Target } from '../../../lib/ssh/link/target.js';
import { Unreached, unreachedError } from '../../../lib/ssh/link/unreachable-error.js';

const target = async (proxyJump?: string): Promise<Target> =>
  resolveTarget(
    'box',
    {
      transport: 'openssh',
      host: '10.0.0.1',
      user: 'ann',
      configFile: 'none',
      connectTimeoutSeconds: 10,
      become: true,
      becomeUser: 'root',
      ...(proxyJump !== undefined && { proxyJump }),
    },
    { home: '/nonexistent', user: 'ann', acceptNew: false },
  );

describe('what the ssh program says', () => {
  it('of a resolver that does not answer is not taken for a wrong name', async () => {
    const said = 'ssh: Could not resolve hostname box1: Temporary failure in name resolution';
    const error = opensshFailure(await target(), said, '', 'status 255');
    assert.ok(error instanceof Unreached);
    assert.equal(error.kind, 'resolver');
    assert.match(unreachedError('box', error, 1).hint ?? '', /resolv\.conf/);
  });

  it('of a file that others may write to names the command that mends it', async () => {
    const said = 'Bad owner or permissions on /home/ann/.ssh/config';
    const error = opensshFailure(await target(), '', said, 'status 255');
    assert.ok(error instanceof TrueupError);
    assert.equal(error.code, 'E_CONNECT');
    assert.match(error.hint ?? '', /chmod 600 \/home\/ann\/\.ssh\/config/);
  });

  for (const [type, names] of [
    ['ecdsa-sha2-nistp256', /ssh_host_ecdsa_key\.pub\), then/],
    ['ssh-rsa', /ssh_host_rsa_key\.pub\), then/],
    [undefined, /for key in \/etc\/ssh\/ssh_host_\*_key\.pub/],
  ] as const)
    it(`of an unknown key (${type ?? 'of which it shows nothing'}) names the file to compare it with`, async () => {
      const shown = type === undefined ? '' : `debug1: Server host key: ${type} SHA256:abc\n`;
      const said = `${shown}No host key is known for 10.0.0.1 and you have requested strict checking.\nHost key verification failed.`;
      const error = opensshFailure(await target(), said, '', 'status 255');
      assert.ok(error instanceof TrueupError);
      assert.equal(error.code, 'E_HOST_KEY');
      assert.match(error.hint ?? '', names);
    });

  it('of a jump server’s refusal is told of the jump server', async () => {
    const error = opensshFailure(
      await target('bob@bastion'),
      'Connection closed by UNKNOWN port 65535',
      'bob@bastion: Permission denied (publickey).',
      'status 255',
    );
    assert.ok(error instanceof TrueupError);
    assert.equal(error.code, 'E_AUTH');
    assert.match(error.message, /^box: the jump server bastion refused the login of bob/);
  });

  it('of too many keys names what limits them', async () => {
    const log = 'Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures';
    const error = opensshFailure(await target(), log, '', 'status 255');
    assert.ok(error instanceof TrueupError);
    assert.match(error.hint ?? '', /IdentitiesOnly/);
  });

  for (const [said, hint] of [
    ['Your account has expired; please contact your system administrator.', /chage -E -1 ann/],
    ['"System is booting up. Unprivileged users are not permitted to log in yet."', /nologin/],
    ['WARNING: Your password has expired.', /set a new one/],
    ['Account locked due to 3 failed logins', /faillock --user ann --reset/],
  ] as const)
    it(`of a server that says ${JSON.stringify(said)} leads to the remedy`, async () => {
      const log = 'debug1: SSH2_MSG_SERVICE_ACCEPT received\nConnection closed by 10.0.0.1 port 22\n';
      const error = opensshFailure(await target(), log, `${said}\n`, 'status 255');
      assert.ok(error instanceof TrueupError, error.message);
      assert.equal(error.code, 'E_AUTH');
      assert.match(error.hint ?? '', hint);
    });
});
