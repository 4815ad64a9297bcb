// A service that a socket may start: what is up, what starts at boot, and what a change asks for.
import assert from 'node:assert/strict';
import { file, service, sshdUnits } from '../../../lib/kit.js';
import { shownOf } from '../resources/resource-case.js';

interface Shown {
  readonly active: string;
  readonly enabled: string;
  readonly accept?: 'yes' | 'no';
}

const config = file({ path: '/etc/ssh/tried.conf', content: 'x' });
const { type, want } = service({ ...sshdUnits, running: true, enabled: true, reloadOn: [config] });
const up: Shown = { active: 'active', enabled: 'enabled', accept: 'no' };
const down: Shown = { active: 'inactive', enabled: 'disabled', accept: 'no' };
const gone: Shown = { active: 'inactive', enabled: 'not-found', accept: 'no' };

/** The service, then ssh.socket; sshd.socket isn't there. */
function differences(ssh: Shown, socket: Shown): readonly string[] {
  const all = [ssh, socket, gone];
  const shown = all.map(
    ({ active, enabled, accept }, at) =>
      `Id=unit${at}\nActiveState=${active}\nUnitFileState=${enabled}\nCanReload=${at === 0 ? 'yes' : 'no'}\n${at > 0 ? `Accept=${accept ?? 'no'}\n` : ''}`,
  );
  const states = all.map(({ enabled }) => `${enabled}\n`).join('');
  const stdout = `${shown.join('\n')}== enabled\n${states}== inputs\n== stamp\nstale\n`;
  const haves: readonly unknown[] = type.read({ status: 0, stdout, stderr: '' }, [want]);
  return shownOf(type.diff(want, haves[0])).map(({ what, to }) => `${what}: ${String(to)}`);
}

const reload = 'reload: left pending by an interrupted run';
const restart = 'restart: left pending by an interrupted run';

describe('a service that a socket may start', () => {
  it('is told to reload where it runs by itself', () => {
    assert.deepEqual(differences(up, down), [reload]);
    assert.deepEqual(differences(up, gone), [reload]);
  });

  it('is restarted where it was handed its socket, whether it runs just now or not', () => {
    assert.deepEqual(differences({ ...up, enabled: 'disabled' }, up), [restart]);
    assert.deepEqual(differences(down, up), [restart]);
  });

  it('needs no restart where each connection has a process of its own', () => {
    assert.deepEqual(differences(down, { ...up, accept: 'yes' }), [reload]);
    assert.deepEqual(differences({ ...down, enabled: 'masked' }, { ...up, accept: 'yes' }), [reload]);
  });

  it('is unmasked where the socket needs it', () => {
    assert.deepEqual(differences({ ...down, enabled: 'masked' }, up), ['mask: unmasked', restart]);
  });

  it('starts at boot by either, and is enabled where neither does', () => {
    assert.deepEqual(differences({ ...up, enabled: 'disabled' }, { ...down, enabled: 'enabled' }), [reload]);
    assert.deepEqual(differences({ ...up, enabled: 'disabled' }, down), ['start at boot: enabled', reload]);
    assert.deepEqual(differences(down, { ...up, enabled: 'disabled' }), ['start at boot: enabled', restart]);
  });

  it('is started where neither is up', () => {
    assert.deepEqual(differences(down, { ...down, enabled: 'enabled' }), ['state: active']);
  });
});
