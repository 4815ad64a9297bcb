// A type that says little about going back gets the defaults, and none goes back silently wrong.
import assert from 'node:assert/strict';
import type { Change, Resource, ResourceType, Undo } from '../../../lib/model/resource.js';
import { keptPathsOf, mayLockOut, revertOf } from '../../../lib/undo/undo-defaults.js';
import { resourceOf } from '../../../lib/resources/define-resource.js';
import { sh } from '../../../lib/shell/sh.js';

type Of = Undo<object, undefined>;

function thing(undo?: Of, paths?: readonly string[]): Resource {
  const type: ResourceType<object, undefined> = {
    type: 'thing',
    id: () => 'it',
    probe: () => sh``,
    read: () => [],
    diff: () => [],
    apply: () => sh``,
    ...(undo && { undo }),
    ...(paths && { paths: () => paths }),
  };
  return resourceOf(type, {});
}
const created: readonly Change[] = [{ verb: 'create', key: 'it' }];
const updated: readonly Change[] = [{ verb: 'update', key: 'size', from: '1', to: '2' }];

function revert(resource: ReturnType<typeof thing>, changes: readonly Change[]): readonly string[] {
  return revertOf(resource, undefined, changes).map((part) => (typeof part === 'string' ? part : part.text));
}

describe('A type that says nothing of going back', () => {
  it('has its paths kept, and nothing else to do', () => {
    const it = thing(undefined, ['/etc/it']);
    assert.deepEqual(keptPathsOf(it), ['/etc/it']);
    assert.deepEqual(revert(it, created), []);
    assert.deepEqual(revert(it, updated), []);
  });

  it('is told of where it has no paths', () => {
    assert.deepEqual(revert(thing(), updated), ['its earlier state is not kept']);
    assert.deepEqual(revert(thing(), created), ['its type does not declare how to remove it']);
  });

  it('may keep nobody out', () => {
    assert.equal(mayLockOut(thing(), updated), false);
  });
});

describe('A type that says how it goes back', () => {
  const remove = (): ReturnType<typeof sh> => sh`rm it`;

  it('has removed what it created, and only that', () => {
    assert.deepEqual(revert(thing({ remove }), created), ['rm it']);
    assert.deepEqual(revert(thing({ remove }), updated), ['its earlier state is not kept']);
  });

  it('has nothing removed that was kept as missing', () => {
    assert.deepEqual(revert(thing({ remove }, ['/etc/it']), created), []);
  });

  it('may leave a part of it to the default', () => {
    const it = thing({
      remove,
      revert: (_want, _have, [change]) => (change?.verb === 'create' ? undefined : sh`set it back`),
    });
    assert.deepEqual(revert(it, created), ['rm it']);
    assert.deepEqual(revert(it, updated), ['set it back']);
  });

  it('is believed where nothing is to be done', () => {
    assert.deepEqual(revert(thing({ revert: () => [], remove }), created), []);
    assert.deepEqual(keptPathsOf(thing({ keeps: () => [] }, ['/etc/it'])), []);
  });

  it('may keep the operator out when it goes back', () => {
    assert.equal(mayLockOut(thing({ access: () => 'rollback' }), updated), true);
  });
});
