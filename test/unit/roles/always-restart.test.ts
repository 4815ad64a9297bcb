// No unit that a role runs stays dead.
import assert from 'node:assert/strict';
import { debian13, ubuntu2404 } from './declared.js';
import { stackOf } from './stack.js';

const units: readonly (readonly [host: string, unit: string])[] = [
  ['lb1', 'haproxy'],
  ['lb1', 'keepalived'],
  ['web1', 'nginx'],
  ['web1', 'ssh'],
  ['web1', 'systemd-timesyncd'],
];

describe('a unit that comes back', () => {
  for (const [host, unit] of units)
    it(`is ${unit}: at any time, for ever, whatever its package says`, async () => {
      const id = `systemd.unit ${unit}.service.d/zz-trueup-restart.conf`;
      const text = await (await stackOf()).text(host, id);
      assert.match(text, /^\[Unit\]\nStartLimitIntervalSec=0$/m);
      assert.match(
        text,
        /^Restart=always\nRestartPreventExitStatus=\nRestartSec=500ms\nRestartSteps=4\nRestartMaxDelaySec=3s$/m,
      );
    });

  it('waits the same time each time where systemd knows no other way', async () => {
    const id = 'systemd.unit nginx.service.d/zz-trueup-restart.conf';
    const old = { ...debian13, os: { id: 'debian', version: '12', codename: 'bookworm' } };
    assert.match(await (await stackOf()).text('web1', id, old), /RestartSec=1s\n$/);
    assert.match(await (await stackOf()).text('web1', id, ubuntu2404), /RestartSteps=4/);
  });
});
