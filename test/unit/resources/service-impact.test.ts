import assert from 'node:assert/strict';
import type { ServiceHave } from '../../../lib/resources/services/read-services.js';
import { service } from '../../../lib/resources/services/service.js';

describe('the impact of a service', () => {
  const up: ServiceHave = {
    ...{ active: 'active', enabled: 'enabled', canReload: true },
    ...{ sockets: [], inputs: new Map() },
  };
  const { type, want } = service({ unit: 'nginx', running: true, enabled: true });
  const off = service({ unit: 'nginx', running: false, enabled: false });
  const impact = (key: string, have = up, of = want): unknown =>
    type.schedule?.impact?.(of, have, [{ verb: 'run', key }]);

  it('is that it goes on as something new where it reloads', () => {
    assert.equal(impact('reload'), 'renews');
  });
  it('is that it is away where it is restarted or stopped', () => {
    assert.equal(impact('restart'), 'interrupts');
    assert.equal(impact('state', up, off.want), 'interrupts');
  });
  it('is none where it does not run yet, is adopted, or only enabled', () => {
    assert.equal(impact('state', { ...up, active: 'inactive' }), undefined);
    assert.equal(impact('restart', { ...up, active: 'failed' }), undefined);
    assert.equal(impact('adopt'), undefined);
    assert.equal(impact('start at boot'), undefined);
  });
});
