// The live view in a real pseudo-terminal: what is drawn, and what is left when it is over.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { packageRoot } from '../../../lib/package-root.js';
import { builtProgram } from '../../built-program.js';

/** All that the program wrote to a terminal of that size, by script(1). */
function onTerminal(columns: number, lines: number, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const demo = `node "${builtProgram(join(import.meta.dirname, 'live-demo.ts'))}"`;
  const child = spawn('script', ['-qec', `stty cols ${columns} rows ${lines}; ${demo}`, '/dev/null'], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CI: '', TERM: 'xterm', ...env },
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', () => {
      resolve(written);
    });
  });
}

describe('the live view on a terminal', () => {
  let written = '';

  before(async function () {
    if (spawnSync('script', ['--version']).status !== 0) this.skip();
    written = await onTerminal(100, 30);
  });

  it('draws a row per host with what it does', () => {
    assert.match(stripVTControlCharacters(written), /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] lb1 {3}comparing 6 resources/);
    assert.match(stripVTControlCharacters(written), /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] db1 {3}base: file \/etc\/motd/);
  });

  it('prints what matters above the rows at once', () => {
    const notice = written.indexOf('a notice in the middle');
    assert.ok(notice > 0);
    assert.ok(written.indexOf('base: file /etc/motd', notice) > notice, 'rows go on below the notice');
  });

  it('draws nothing while the person is asked', () => {
    const question = written.slice(
      written.indexOf('a question, nothing else moves'),
      written.indexOf('the answer'),
    );
    assert.equal(question.trim(), 'a question, nothing else moves');
  });

  it('ends with the table alone, and gives the cursor back', () => {
    const [, after = ''] = written.split('Changed 3 resources on lb1, web1, db1.');
    const lines = stripVTControlCharacters(after)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    assert.deepEqual(
      lines.map((line) => line.split(/\s+/)[0]),
      ['host', 'lb1', 'web1', 'db1'],
    );
    assert.ok(
      written.lastIndexOf('\u001b[?25h') > written.lastIndexOf('\u001b[?25l'),
      'the cursor is hidden',
    );
  });

  it('fits a narrow terminal: no row is longer than it is wide', async () => {
    const narrow = stripVTControlCharacters(await onTerminal(24, 10));
    const rows = narrow.split(/[\r\n]+/).filter((line) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /.test(line));
    assert.ok(rows.length > 0);
    for (const row of rows) assert.ok(Array.from(row.trimEnd()).length <= 24, row);
  });

  it('is plain lines on a dumb terminal and on one without a size', async () => {
    for (const plain of [await onTerminal(100, 30, { TERM: 'dumb' }), await onTerminal(0, 0)]) {
      assert.ok(!plain.includes('⠋'));
      assert.match(stripVTControlCharacters(plain), /^lb1 \| base \| file \/etc\/motd \| changed 0\.2s/m);
    }
  });
});
