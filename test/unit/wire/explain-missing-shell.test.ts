// What servers say instead of a shell, as cloud images, PAM and login shells word it, leads to what to do.
import assert from 'node:assert/strict';
import { explainEnd } from '../../../lib/wire/explain-shell-end.js';

const cases: readonly (readonly [what: string, said: string, message: RegExp, hint: RegExp])[] = [
  [
    'a cloud image that lets root in to say who to be',
    'Please login as the user "ubuntu" rather than the user "root".\n\n',
    /web1: the server does not give this user a shell: Please login as the user "ubuntu"/,
    /^Set ansible_user: ubuntu /,
  ],
  [
    'a password that has expired',
    'WARNING: Your password has expired.\nPassword change required but no TTY available.\n',
    /web1: the password of this user has expired/,
    /^Log in by hand and set a new password/,
  ],
  [
    'a password that an administrator had expire',
    'You are required to change your password immediately (administrator enforced).\n',
    /the password of this user has expired/,
    /chage -d/,
  ],
  ['nologin', 'This account is currently not available.\n', /\(nologin\)/, /chsh/],
  [
    'a host that goes down',
    'System is going down. Unprivileged users are not permitted to log in anymore.\n',
    /only root can log in at the moment: System is going down/,
    /nologin/,
  ],
];

describe('what a server says instead of a shell', () => {
  for (const [what, said, message, hint] of cases)
    it(`${what} is told with its remedy`, () => {
      for (const [stderr, preamble] of [
        [said, ''],
        ['', said],
      ] as const) {
        const error = explainEnd('web1', { status: 1 }, { stderr, preamble });
        assert.equal(error.code, 'E_AUTH');
        assert.match(error.message, message);
        assert.match(error.hint ?? '', hint);
        assert.doesNotMatch(error.hint ?? '', /sudo -n/);
      }
    });

  it('any other text is shown, without a word of sudo', () => {
    const error = explainEnd(
      'web1',
      { status: 142 },
      { stderr: '', preamble: 'Welcome to the git server, jane.\n' },
    );
    assert.equal(error.code, 'E_PROTOCOL');
    assert.match(error.message, /exited with status 142: Welcome to the git server, jane\./);
    assert.match(error.hint ?? '', /ForceCommand/);
    assert.doesNotMatch(error.hint ?? '', /sudo/);
  });

  it('what sudo says of an account is not taken for the login’s', () => {
    const said = 'sudo: Account or password is expired, reset your password and try again\n';
    assert.equal(explainEnd('web1', { status: 1 }, { stderr: said, preamble: '' }).code, 'E_SUDO');
  });

  it('a lost connection says what becomes of changes only where there are some', () => {
    const end = { status: null, why: 'keepalive timed out' };
    const lost = explainEnd('web1', end, { stderr: '' });
    assert.equal(lost.code, 'E_LOST_CONNECTION');
    assert.equal(lost.message, 'web1: the connection ended: keepalive timed out');
    assert.equal(lost.hint, 'Run again.');
    const changing = explainEnd('web1', end, { stderr: '', changing: true });
    assert.equal(changing.hint, 'Run again. Finished changes are kept, and the rest is applied.');
  });
});
