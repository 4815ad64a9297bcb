// Which orphans go, and which are only told of.
import assert from 'node:assert/strict';
import { orphansOf } from '../../../lib/plan/find-orphans.js';
import { file, mysqlDatabase } from '../../../lib/kit.js';
import type { LedgerEntry } from '../../../lib/undo/ledger/ledger.js';
import type { Event } from '../../../lib/model/event.js';

function entry(type: string, id: string): LedgerEntry {
  return { resource: `${type} ${id}`, type, role: 'r', paths: [], file: `/l/${id}` };
}

const kept = { resource: file({ path: '/kept', content: '' }), role: 'r' };
const shop = mysqlDatabase({ name: 'shop' });
const ledger = [entry(shop.type.type, 'shop'), entry('file', '/gone'), entry('file', '/kept')];

function found(options: {
  only?: readonly string[];
  prune?: { databases: readonly string[] };
}): readonly string[] {
  const events: Event[] = [];
  const orphans = orphansOf('h1', ledger, [kept], { ...options, listener: (event) => events.push(event) });
  const told = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
  return [...orphans.map(({ resource }) => resource.id), ...told];
}

describe('what is no longer declared', () => {
  it('is told of, and how it goes', () => {
    assert.deepEqual(found({}), [
      'orphaned (no longer declared): mysql.database shop, file /gone (--prune removes resources that trueup created)',
    ]);
  });

  it('goes with prune, but a database stays', () => {
    assert.deepEqual(found({ prune: { databases: ['other'] } }), [
      'orphaned file /gone',
      'orphaned (no longer declared): mysql.database shop (--drop-database NAME drops it)',
    ]);
  });

  it('goes with prune, and the database by its name', () => {
    assert.deepEqual(found({ prune: { databases: ['shop'] } }), [
      'orphaned mysql.database shop',
      'orphaned file /gone',
    ]);
  });

  it('stays where nobody knows its type, which may be one that holds data', () => {
    const events: Event[] = [];
    const listener = (event: Event): void => void events.push(event);
    const stray = [entry('bucket', 'photos')];
    assert.deepEqual(orphansOf('h1', stray, [], { prune: { databases: [] }, listener }), []);
    assert.match(
      JSON.stringify(events),
      /bucket photos \(no loaded role defines the type bucket \(declared by the role r\), so removal could delete data\)/,
    );
  });

  it('goes where its entry says how, though nobody knows its type any more', () => {
    const told: Event[] = [];
    const pruned = (stray: LedgerEntry, databases: readonly string[] = []): readonly string[] =>
      orphansOf('h1', [stray], [], { prune: { databases }, listener: (event) => told.push(event) }).map(
        ({ resource }) => resource.id,
      );
    assert.deepEqual(pruned({ ...entry('bucket', 'photos'), removal: {} }), ['orphaned bucket photos']);
    const data = { ...entry('bucket', 'photos'), removal: { byName: true } } as const;
    assert.deepEqual(pruned(data), []);
    assert.match(JSON.stringify(told), /bucket photos \(--drop-database NAME drops it\)/);
    assert.deepEqual(pruned(data, ['photos']), ['orphaned bucket photos']);
  });

  it('is told to leave its package where it is a service', () => {
    const events: Event[] = [];
    const listener = (event: Event): void => void events.push(event);
    const redis = [entry('service', 'redis-server')];
    const [gone] = orphansOf('h1', redis, [], { prune: { databases: [] }, listener });
    assert.equal(gone?.resource.id, 'orphaned service redis-server');
    assert.deepEqual(events, [
      { type: 'notice', host: 'h1', text: "--prune doesn't remove packages; they stay installed" },
    ]);
  });

  it('is nobody’s matter where only some roles were looked at', () => {
    assert.deepEqual(found({ only: ['base'], prune: { databases: ['shop'] } }), []);
  });
});
