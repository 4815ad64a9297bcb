// Which services --prune stops once nobody declares them any more.
import assert from 'node:assert/strict';
import { service } from '../../../lib/resources/services/service.js';

const off = service({ unit: 'nginx', running: false, enabled: false });
const plain = service({ unit: 'nginx', running: true, enabled: true });

describe('a service that is no longer declared', () => {
  const started = [
    [
      'starts at boot from now on',
      plain,
      [{ verb: 'update', key: 'boot', from: 'disabled', to: 'enabled' }],
      true,
    ],
    ['is started', plain, [{ verb: 'update', key: 'state', from: 'inactive', to: 'active' }], true],
    ['had failed', plain, [{ verb: 'update', key: 'state', from: 'failed', to: 'active' }], false],
    ['is restarted', plain, [{ verb: 'run', key: 'restart' }], false],
    ['is stopped', off, [{ verb: 'update', key: 'state', from: 'inactive', to: 'inactive' }], false],
  ] as const;
  for (const [what, { type, want }, changes, expected] of started) {
    it(`${expected ? 'is' : 'is not'} to be stopped for good once nobody declares it, where it ${what}`, () => {
      assert.equal(type.undo?.brings?.(want, changes), expected);
    });
  }

  it('is never stopped for good where that could lock the operator out, or where it was declared off', () => {
    const sshd = service({ unit: 'ssh', running: true, enabled: true, lockOut: true });
    for (const { type, want } of [sshd, off]) assert.equal(type.undo?.remove?.(want).text, '');
    assert.match(plain.type.undo?.remove?.(plain.want).text ?? '', /systemctl stop[^]*systemctl disable/);
  });
});
