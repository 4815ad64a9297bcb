// The table of runs: how each ended, and where that differs between hosts.
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { historyTable } from '../../../cli/view/history-tables.js';
import type { RunRecord } from '../../../lib/model/record.js';
import { eachEvent } from './canned-run.js';

const { mark, order } = eachEvent.record;

function endOf(records: Readonly<Record<string, Partial<RunRecord>>>): string {
  const byHost = new Map(
    Object.entries(records).map(([host, more]) => [
      host,
      [{ mark, order, state: 'done' as const, steps: [], ...more }],
    ]),
  );
  const [heading = '', line = ''] = historyTable(byHost).map(stripVTControlCharacters);
  return line.slice(heading.indexOf('end'));
}

describe('the table of runs', () => {
  it('says how a run ended, and names hosts where that differs', () => {
    assert.equal(endOf({ web1: {}, db1: {} }), 'done');
    assert.equal(endOf({ web1: { state: 'failed' }, db1: { state: 'failed' } }), 'failed');
    assert.equal(endOf({ web1: { state: 'failed' }, db1: {} }), 'failed on web1');
    assert.equal(
      endOf({ web1: { rolledBackBy: 'R' }, app1: { state: 'interrupted' }, db1: {} }),
      'rolled back by R on web1; interrupted on app1',
    );
  });
});
