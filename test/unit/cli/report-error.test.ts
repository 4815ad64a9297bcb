// What a thrown thing looks like on stderr, and its exit code.
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import { reportError } from '../../../cli/report-error.js';

function told(error: unknown, stacks = false): { readonly text: string; readonly code: number } {
  const lines: string[] = [];
  const code = reportError(error, stacks, (line) => lines.push(line));
  return { text: stripVTControlCharacters(lines.join('\n')), code };
}

describe('an error on the terminal', () => {
  it('names file, line and column, and what to do', () => {
    const place = { file: 'inventory/lab/hosts.yml', line: 4, column: 7 };
    const error = new TrueupError('E_INPUT', 'unknown key hots', { place, hint: 'Did you mean hosts?' });
    assert.deepEqual(told(error), {
      text: 'E_INPUT: inventory/lab/hosts.yml:4:7: unknown key hots\n  hint: Did you mean hosts?',
      code: 3,
    });
  });

  it('comes with all others of the input, and says that nothing was touched', () => {
    const errors = ['a', 'b'].map((message) => new TrueupError('E_INPUT', message));
    assert.deepEqual(told(new InputErrors(errors)), {
      text: 'E_INPUT: a\nE_INPUT: b\n2 errors; no host was contacted',
      code: 3,
    });
  });

  it('has the exit code of its kind', () => {
    assert.equal(told(new TrueupError('E_CONNECT', 'x')).code, 4);
    assert.equal(told(new TrueupError('E_LOCKED', 'x')).code, 5);
    assert.equal(told(new TrueupError('E_INTERRUPTED', 'x')).code, 130);
  });

  it('is a defect where it is none of ours: one line, no stack, how to report it', () => {
    const { text, code } = told(new TypeError('x is not a function'));
    assert.equal(code, 1);
    assert.match(text, /^E_INTERNAL: x is not a function\n {2}hint: .*report it.*--verbose$/);
  });

  it('shows the stack of a defect when asked for', () => {
    assert.match(told(new TypeError('x'), true).text, /report-error\.test\.ts/);
    assert.equal(told('thrown text').text.split('\n')[0], 'E_INTERNAL: thrown text');
  });
});
