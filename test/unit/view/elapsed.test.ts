import assert from 'node:assert/strict';
import { elapsed } from '../../../cli/view/elapsed.js';

describe('how long something has taken', () => {
  it('is told as people do', () => {
    assert.deepEqual([0, 59, 60, 125, 3600].map(elapsed), [
      '0 s',
      '59 s',
      '1 min 00 s',
      '2 min 05 s',
      '60 min 00 s',
    ]);
  });
});
