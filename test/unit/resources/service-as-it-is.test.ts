// Whether a unit starts at boot can be left to the host.
import assert from 'node:assert/strict';
import { service } from '../../../lib/resources/services/service.js';
import { shownOf } from './resource-case.js';

function differences(enabled: boolean | 'as it is', found: string): readonly string[] {
  const { type, want } = service({ unit: 'ssh', running: true, enabled });
  const stdout = `Id=ssh.service\nActiveState=active\nUnitFileState=${found}\nCanReload=yes\n== enabled\n${found}\n== inputs\n== stamp\n`;
  const haves: readonly unknown[] = type.read({ status: 0, stdout, stderr: '' }, [want]);
  return shownOf(type.diff(want, haves[0])).map(({ what }) => what);
}

describe('a service whose start at boot is left as it is', () => {
  it('is as declared whether it is enabled or not', () => {
    assert.deepEqual(differences('as it is', 'enabled'), []);
    assert.deepEqual(differences('as it is', 'disabled'), []);
    assert.deepEqual(differences(true, 'disabled'), ['start at boot']);
    assert.deepEqual(differences(false, 'enabled'), ['start at boot']);
  });

  it('is unmasked all the same, because it must run', () => {
    assert.deepEqual(differences('as it is', 'masked'), ['mask']);
  });
});
