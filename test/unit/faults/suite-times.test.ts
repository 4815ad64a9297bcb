// The run says what is slow.
import assert from 'node:assert/strict';
import { slowestSuites } from '../../suite-times.js';

describe('where the time of a test run went', () => {
  it('is told by lane, the slowest suite first', () => {
    const [lanes = '', ...suites] = slowestSuites({
      host: [
        ['quick', 1],
        ['slow', 90],
      ],
      site: [['middling', 30]],
    });
    assert.match(lanes, /host 91 s, site 30 s/);
    assert.deepEqual(
      suites.map((line) => line.trim().split(/ +/)),
      [
        ['90', 'host', 'slow'],
        ['30', 'site', 'middling'],
        ['1', 'host', 'quick'],
      ],
    );
  });

  it('is not told where nothing ran', () => {
    assert.deepEqual(slowestSuites({}), []);
  });
});
