// What Ctrl-C does, once and twice.
import assert from 'node:assert/strict';
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { interruption, type Interruption } from '../../../cli/interrupt-signals.js';

describe('an interruption', () => {
  const said: string[] = [];
  let taken: Interruption;
  let count = 0;

  before(() => {
    count = process.listenerCount('SIGINT');
    taken = interruption((text) => said.push(text));
  });
  after(() => {
    taken.release();
  });

  it('lets the running steps end at the first signal, and says so', () => {
    process.emit('SIGINT');
    assert.deepEqual([taken.stop.aborted, taken.abort.aborted], [true, false]);
    assert.match(said[0] ?? '', /^Stopping: .*Press Ctrl-C again to stop immediately/);
  });

  it('ends everything at the second, whichever signal it is', () => {
    process.emit('SIGTERM');
    assert.equal(taken.abort.aborted, true);
    assert.equal((taken.abort.reason as TrueupError).code, 'E_INTERRUPTED');
    assert.equal(said[1], 'Stopping immediately.');
  });

  it('gives the signals back', () => {
    taken.release();
    assert.equal(process.listenerCount('SIGINT'), count);
    assert.equal(process.listenerCount('SIGHUP'), 0);
  });
});
