// The only order in which a batch is answered; any other is a host that lies.
import assert from 'node:assert/strict';
import { BatchAnswers } from '../../../lib/wire/batch-answers.js';
import { NoFrame } from '../../../lib/wire/frame-reader.js';

const begin = (index: number) => ({ kind: 'begin', index }) as const;
const out = (index: number, text = 'o') => ({ kind: 'out', index, status: 0, text }) as const;
const notice = (index: number, text = 'n') => ({ kind: 'notice', index, text }) as const;
const err = (index: number) => ({ kind: 'err', index, text: 'e' }) as const;

describe('the answers of a batch', () => {
  it('are taken one after another', () => {
    const told = new BatchAnswers(2);
    for (const frame of [begin(0), out(0)]) assert.equal(told.take(frame), undefined);
    assert.deepEqual(told.take(err(0)), { status: 0, stdout: 'o', stderr: 'e' });
    for (const frame of [begin(1), out(1), err(1)]) told.take(frame);
    assert.equal(told.answers.length, 2);
  });

  for (const [what, frames] of Object.entries({
    'a snippet that nobody sent': [begin(0), out(0), err(0), begin(1)],
    'a second beginning': [begin(0), begin(0)],
    'an answer before its beginning': [out(0)],
    'stderr before stdout': [begin(0), err(0)],
    'stdout twice': [begin(0), out(0), out(0)],
    'stderr twice': [begin(0), out(0), err(0), err(0)],
    'one after the end of it': [begin(0), out(0), err(0), out(0)],
    'a notice before anything runs': [notice(0)],
    'a notice of another snippet': [begin(0), notice(1)],
    'a notice between stdout and stderr': [begin(0), out(0), notice(0)],
    'a notice after the end of it': [begin(0), out(0), err(0), notice(0)],
    'a notice of two lines': [begin(0), notice(0, 'a\nweb1 | all is well')],
    'notices without end': [begin(0), ...Array.from({ length: 65 }, () => notice(0))],
  })) {
    it(`refuse ${what}`, () => {
      const told = new BatchAnswers(1);
      const last = frames.pop();
      for (const frame of frames) told.take(frame);
      assert.throws(() => last && told.take(last), NoFrame);
    });
  }

  it('refuse more than 64 MiB in all', () => {
    const told = new BatchAnswers(9);
    const text = 'x'.repeat(24 * 1024 * 1024);
    assert.throws(() => {
      for (let index = 0; index < 9; index += 1)
        for (const frame of [begin(index), out(index, text), err(index)]) told.take(frame);
    }, /the host's answer is too long/);
    assert.equal(told.answers.length, 2);
  });
});
