// The figures of the availability benchmark.
import assert from 'node:assert/strict';
import type { Answer } from '../../bench/availability/answer.js';
import { figuresOf } from '../../bench/availability/figures.js';

function answer(startedMs: number, endedMs: number, failure?: string): Answer {
  return { startedMs, endedMs, resent: false, ...(failure !== undefined && { failure }) };
}

describe('figures of availability', () => {
  it('counts failures by their kind', () => {
    const { requests, failed, failures } = figuresOf(
      [answer(0, 5), answer(10, 12, '503'), answer(20, 25, '503'), answer(30, 31, 'ECONNREFUSED')],
      40,
    );
    assert.deepEqual([requests, failed], [4, 3]);
    assert.deepEqual(failures, { '503': 2, ECONNREFUSED: 1 });
  });

  it('measures from success to success, whatever failed between them', () => {
    const between = [answer(0, 10), answer(20, 30, '502'), answer(40, 50, '502'), answer(60, 500)];
    assert.equal(figuresOf(between, 510).longestGapMs, 490);
  });

  it('counts the time before the first success and after the last one', () => {
    assert.equal(figuresOf([answer(0, 700), answer(700, 710)], 720).longestGapMs, 700);
    assert.equal(figuresOf([answer(0, 10), answer(20, 90, 'no answer')], 900).longestGapMs, 890);
    assert.equal(figuresOf([answer(0, 90, 'no answer')], 900).longestGapMs, 900);
  });

  it('tells how long the slowest success took, in whatever order the answers came', () => {
    assert.equal(figuresOf([answer(50, 60), answer(0, 300), answer(0, 999, '504')], 300).slowestMs, 300);
  });
});
