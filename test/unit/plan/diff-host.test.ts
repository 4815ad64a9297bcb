import assert from 'node:assert/strict';
import type { Declared } from '../../../lib/compile/compile-host.js';
import { Unreadable } from '../../../lib/model/resource.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { note } from '../../note-resource.js';

function declared(...resources: ReturnType<typeof note>[]): Declared[] {
  return resources.map((resource) => ({ resource, role: 'test' }));
}

describe('diffHost', () => {
  const a = note({ path: '/a', text: 'x' });
  const b = note({ path: '/b', text: 'x' });

  it('calls a resource that is so already the same', () => {
    const steps = diffHost('h1', declared(a, b), ['x', 'old']);
    assert.deepEqual(
      steps.map((step) => step.state),
      ['same', 'change'],
    );
    const [, second] = steps;
    assert.deepEqual(second?.changes, [{ verb: 'update', key: 'text', what: 'text', from: 'old', to: 'x' }]);
  });

  it('leaves unknown what can only be read after an earlier change', () => {
    const steps = diffHost('h1', declared(a, b), ['old', new Unreadable('no client')]);
    const [, second] = steps;
    assert.deepEqual([second?.state, second?.why], ['unknown', 'no client; known after note /a']);
  });

  it('fails where nothing before it could make it readable', () => {
    assert.throws(() => diffHost('h1', declared(a, b), ['x', new Unreadable('no client')]), {
      code: 'E_UNREADABLE',
      message: 'h1: cannot determine the state of note /b, because no client',
    });
  });

  it('adds what follows for a resource that watches a changing one', () => {
    const watcher = note({ path: '/w', text: 'x', watches: [a] });
    const steps = diffHost('h1', declared(a, watcher), ['old', 'x']);
    assert.deepEqual(steps[1]?.changes, [{ verb: 'run', key: 'reload', what: 'reload' }]);
    assert.deepEqual(diffHost('h1', declared(a, watcher), ['x', 'x'])[1]?.changes, []);
  });
});
