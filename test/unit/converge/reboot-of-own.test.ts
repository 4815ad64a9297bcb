// A run never reboots the machine that it runs on.
import assert from 'node:assert/strict';
import { rebootHost } from '../../../lib/converge/reboot-host.js';
import type { HostRun } from '../../../lib/converge/host-run-context.js';
import { reboot, sh } from '../../../lib/kit.js';
import type { Facts } from '../../../lib/model/facts.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import type { Session } from '../../../lib/wire/session.js';
import { bareHost } from '../../local-transport.js';

/** Nothing of it may be used. */
const untouched = <T extends object>(what: string): T =>
  new Proxy({} as T, {
    get: (_target, name) => assert.fail(`${what}.${String(name)} was used`),
  });

describe('a reboot of the machine that trueup runs on', () => {
  it('is refused before anybody waits, is taken out of service, or is told of it', async () => {
    const host = bareHost('here', { transport: 'local' });
    const run = { ...{ host, gates: untouched('gates'), turns: untouched('turns') } } as unknown as HostRun;
    const [step] = diffHost(
      'here',
      [{ resource: reboot({ name: 'kernel', needed: sh`true` }), role: 'base' }],
      [{ needed: true, why: '' }],
    );
    assert.ok(step);
    await assert.rejects(rebootHost(run, untouched<Session>('session'), step, untouched<Facts>('facts')), {
      code: 'E_APPLY',
      message: /^here: the host needs a reboot, but trueup is running on it/,
      hint: 'Reboot it yourself, then run again.',
    });
  });
});
