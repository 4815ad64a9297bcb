// Rows on a terminal while much else is said: no copy of a row is ever left, and no line is lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { builtProgram } from '../../built-program.js';
import { notice, rounds } from './busy-words.js';
import { Picture } from '../../../cli/view/live/redraw-rows.js';
import { emulate, type Emulated } from './emulator.js';

const row = /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏·✔✖] (\S+)/;

function rowsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => row.exec(line)?.[1] ?? []);
}

/** Runs the demo; fails where a host has two rows at any time, or a row at the end. */
async function run(
  hosts: number,
  { widths = [], ...terminal }: Omit<Emulated, 'words'> & { readonly widths?: readonly number[] },
): Promise<readonly string[]> {
  const demo = builtProgram(join(import.meta.dirname, 'busy-demo.ts'));
  const words = `node "${demo}" ${[hosts, ...widths].join(' ')}`;
  const { screens, cursor, echo } = await emulate({ ...terminal, words });
  assert.ok(
    screens.some((lines) => rowsOf(lines).length > 0),
    'no row was ever seen',
  );
  for (const lines of screens) {
    const rows = rowsOf(lines);
    assert.equal(new Set(rows).size, rows.length, `a row twice:\n${lines.slice(-30).join('\n')}`);
  }
  const last = screens.at(-1) ?? [];
  assert.deepEqual(rowsOf(last), [], `rows are left:\n${last.join('\n')}`);
  assert.ok(cursor, 'the cursor is hidden');
  assert.ok(echo, 'what is typed is not shown');
  return last;
}

/** Lines that the view itself broke are put together again. */
function assertNotices(lines: readonly string[]): void {
  const text = lines.map((line) => line.trim()).join(' ');
  for (let round = 3; round <= rounds; round += 3)
    assert.equal(
      text.split(notice(round)).length,
      2,
      `notice ${round} isn't there once:\n${lines.join('\n')}`,
    );
}

describe('the rows of a picture', () => {
  it('are erased line by line, as high as they stand in a terminal of that width', () => {
    const picture = new Picture();
    assert.equal(picture.replace([], ['a', 'b'.repeat(50)], 80), `a\n${'b'.repeat(50)}\n`);
    const erase = '\u001b[2K';
    const up = `\u001b[A${erase}`;
    assert.equal(picture.replace(['said'], [], 40), `\r${erase}${up}${up}${up}said\n`);
    assert.equal(picture.replace([], [], 40), '');
  });
});

describe('rows on a terminal', () => {
  before(function () {
    if (spawnSync('script', ['--version']).status !== 0) this.skip();
  });

  it('leave nothing behind when notices arrive', async () => {
    const sizes = [
      [5, 80],
      [5, 60],
      [30, 80],
      [30, 60],
    ] as const;
    const screens = await Promise.all(sizes.map(([hosts, columns]) => run(hosts, { columns, lines: 24 })));
    screens.forEach(assertNotices);
  });

  it('leave nothing behind when the terminal is resized', async () => {
    assertNotices(await run(5, { columns: 100, lines: 24, widths: [60, 90, 50] }));
  });

  it('leave nothing behind when somebody presses Enter', async () => {
    assertNotices(await run(5, { columns: 80, lines: 24, typed: '\r' }));
  });
});
