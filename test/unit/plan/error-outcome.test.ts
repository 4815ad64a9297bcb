// Errors as data.
import assert from 'node:assert/strict';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { troubleOf } from '../../../lib/engine/error-outcome.js';

function outputOf(output: string): string | undefined {
  return troubleOf(new TrueupError('E_APPLY', 'x', { output })).output;
}

describe('trouble', () => {
  it('keeps the end of a long output, in whole lines', () => {
    const lines = Array.from({ length: 500 }, (_, at) => `line number ${at}`);
    const kept = outputOf(lines.join('\n'))?.split('\n') ?? [];
    assert.ok(kept.length > 100 && kept.length < 500, String(kept.length));
    assert.deepEqual(kept, lines.slice(-kept.length));
  });

  it('keeps a short output as it is, and has none where the host said nothing', () => {
    assert.equal(outputOf('one\ntwo'), 'one\ntwo');
    assert.ok(!('output' in troubleOf(new TrueupError('E_APPLY', 'x', { output: '' }))));
  });

  it('is a defect of ours where nobody threw it on purpose', () => {
    const { code, message, output = '' } = troubleOf(new TypeError('boom'));
    assert.deepEqual([code, message], ['E_INTERNAL', 'boom']);
    assert.match(output, /error-outcome\.test\.ts/);
  });
});
