// A folder that a person can take in at a glance: what grows beyond that gets folders by topic.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { tracked } from './pages.js';

const most = 30;

describe('The folders of the sources', () => {
  it(`have at most ${most} files each`, () => {
    const counts = new Map<string, number>();
    for (const folder of tracked('*.ts').map(dirname)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    assert.ok(counts.has('lib/model'), 'the folders were not found');
    assert.deepEqual(
      [...counts].filter(([, count]) => count > most),
      [],
    );
  });
});
