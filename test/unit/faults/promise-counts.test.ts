// The table of promises, and the chance that repeats.
import assert from 'node:assert/strict';
import { PromiseCounts } from '../../faults/promise-counts.js';
import { chance } from '../../faults/seed.js';

describe('the table of promises', () => {
  it('has a line per promise, by number, and passes other suites over', () => {
    const counts = new PromiseCounts();
    counts.count(['promise 10: Limits', 'a'], 'lost');
    counts.count(['promise 2: Two at once', 'b', 'c'], 'held');
    counts.count(['promise 2: Two at once', 'd'], 'held');
    counts.count(['promise 2: Two at once', 'e'], 'skipped');
    counts.count(['sh`…`', 'f'], 'lost');
    const [heading, ...lines] = counts.table().map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(heading, ['promise', 'cases tried', 'held', 'lost', 'skipped']);
    assert.deepEqual(lines, [
      ['promise 2: Two at once', '2', '2', '0', '1'],
      ['promise 10: Limits', '1', '0', '1', '0'],
      ['all', '3', '2', '1', '1'],
    ]);
  });

  it('is no table where no promise was tried', () => {
    assert.deepEqual(new PromiseCounts().table(), []);
  });
});

describe('the chance of faults', () => {
  it('repeats, spreads, and differs by what it is for', () => {
    const draw = (salt: string): number[] => Array.from({ length: 200 }, chance(salt));
    assert.deepEqual(draw('one'), draw('one'));
    assert.notDeepEqual(draw('one'), draw('two'));
    const mean = draw('one').reduce((sum, value) => sum + value, 0) / 200;
    assert.ok(mean > 0.4 && mean < 0.6, String(mean));
    assert.ok(draw('one').every((value) => value >= 0 && value < 1));
  });
});
