// Questions that only wait, run by a real shell.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/shell/sh.js';
import type { Script } from '../../../lib/model/script.js';
import { answersBeside, besideEachOther } from '../../../lib/verify/parallel-questions.js';

describe('questions beside each other', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-beside-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function answers(shell: readonly string[], ...scripts: readonly Script[]) {
    const [program = '', ...words] = shell;
    const options = { encoding: 'utf8', cwd: folder } as const;
    const stdout = execFileSync(program, [...words, '-euc', besideEachOther(scripts).text], options);
    return answersBeside({ status: 0, stdout, stderr: '' }, scripts.length).map(
      ({ status, stderr }) => [status, stderr] as const,
    );
  }

  for (const shell of [['dash'], ['busybox', 'sh']]) {
    it(`run at the same time, each with its status and its words: ${shell.join(' ')}`, () => {
      const name = `fifo-${shell.length}`;
      execFileSync('mkfifo', [join(folder, name)]);
      // The first waits for the second: one after the other they would never end.
      const found = answers(
        shell,
        sh`read -r said <${name}; echo "$said" >&2; exit 3`,
        sh`echo hello >${name}; false; echo 'set -e is off'`,
        sh`printf 'one\ntwo\n'`,
      );
      assert.deepEqual(found, [
        [3, 'hello'],
        [1, ''],
        [0, 'one two'],
      ]);
    });
  }

  it('are all answered where there are more than run at a time', () => {
    const scripts = Array.from({ length: 40 }, (_, at) => sh`exit ${at}`);
    assert.deepEqual(
      answers(['dash'], ...scripts).map(([status]) => status),
      Array.from({ length: 40 }, (_, at) => at),
    );
  });

  it('of which nothing came count as failed', () => {
    const answer = { status: 0, stdout: '1 0 fine\nnoise\n', stderr: 'sh: not found\n' };
    assert.deepEqual(answersBeside(answer, 2), [
      { status: 1, stdout: '', stderr: 'sh: not found' },
      { status: 0, stdout: '', stderr: 'fine' },
    ]);
  });
});
