// A log is often kept by its end alone: there must be what failed, and why.
import assert from 'node:assert/strict';
import { failureOf, failureTexts } from '../../failures.js';

const failed = (err: Error): Parameters<typeof failureOf>[0] => ({ fullTitle: () => 'a host goes on', err });

describe('what failed in a test run', () => {
  it('is told with its lane, its message and where it was', () => {
    const failure = failureOf(failed(new Error('expected 0\nto equal 1')));
    const [first, ...rest] = failureTexts({ quick: [], site: [failure] });
    assert.equal(first, 'failed in site: a host goes on');
    assert.deepEqual(rest.slice(0, 2), ['  Error: expected 0', '  to equal 1']);
    assert.match(rest[2] ?? '', /^ {6}at .*failures\.test/);
    assert.equal(rest.at(-1), '');
  });

  it('is told by the beginning of a long message, and by the end of what the host said', () => {
    const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
    const { why } = failureOf(failed(Object.assign(new Error(long), { output: `${long}\nthe last\n` })));
    assert.match(why, /line 14\n\(25 more lines\)\n {4}at /);
    assert.match(why, /the host said:\n(line \d+\n)+the last$/);
    assert.ok(why.split('\n').length < 35, why);
  });

  it('is told of what was thrown without a stack, and not where nothing failed', () => {
    assert.equal(failureOf({ fullTitle: () => 'it' }).why, 'no error was given');
    assert.deepEqual(failureTexts({ site: [] }), []);
  });
});
