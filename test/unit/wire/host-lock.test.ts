// What an operator reads whose host is locked by another run.
import assert from 'node:assert/strict';
import { lockedError } from '../../../lib/wire/host-lock.js';

const owner = 'anna@desk since 2026-01-01T10:00:00Z\n4711\n';

describe('The error of a locked host', () => {
  it('names the run that holds the lock, and what it is doing', () => {
    const { code, message, hint } = lockedError('web1', `${owner}step file /etc/a\nstep service nginx\n`);
    assert.deepEqual(
      [code, message, hint],
      [
        'E_LOCKED',
        'web1 is locked by anna@desk since 2026-01-01T10:00:00Z, now at service nginx',
        'Wait for that run to end; it then releases the lock.',
      ],
    );
  });

  it('says that the owner’s connection is lost, and when the host frees itself', () => {
    const { message, hint } = lockedError('web1', `${owner}step apt nginx\nlost 2026-01-01T10:05:00Z 600\n`);
    assert.equal(
      message,
      'web1 was locked by anna@desk since 2026-01-01T10:00:00Z, whose connection was lost at 2026-01-01T10:05:00Z; the host is still finishing apt nginx',
    );
    assert.equal(
      hint,
      'Run again later. The host ends that run, and then releases the lock, within 600 s of losing the connection.',
    );
  });

  it('promises no time where the host could write none', () => {
    const { hint } = lockedError('web1', `${owner}lost 2026-01-01T10:05:00Z\n`);
    assert.equal(hint, 'Run again later. The host ends that run, and then releases the lock.');
  });

  it('speaks of another run where the lock names none', () => {
    assert.equal(lockedError('web1', '').message, 'web1 is locked by another run');
  });
});
