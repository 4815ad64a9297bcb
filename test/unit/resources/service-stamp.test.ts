// What a unit's stamp says.
import assert from 'node:assert/strict';
import { mayDiffer, readStamp } from '../../../lib/resources/services/service-stamp.js';

const [old, young] = ['0'.repeat(64), '1'.repeat(64)];

describe('readStamp', () => {
  it('reads digests, links and the mark of staleness', () => {
    const text = `${old}  /etc/a b\nlink\t/srv/app/current\treleases/1\n${young}  /etc/link\nlink\t/etc/link\tb\nstale\n`;
    assert.deepEqual(readStamp(text), {
      marks: new Map([
        ['/etc/a b', old],
        ['/srv/app/current', ' -> releases/1'],
        ['/etc/link', `${young} -> b`],
      ]),
      stale: true,
    });
  });

  it('reads names that sha256sum had to escape', () => {
    assert.deepEqual([...readStamp(`\\${old}  /etc/a\\\\x2db\\nc\n`).marks.keys()], ['/etc/a\\x2db\nc']);
  });

  it('reads an empty stamp as knowing nothing', () => {
    assert.deepEqual(readStamp(''), { marks: new Map(), stale: false });
  });

  it('tells what may be loaded: what was at the last load, or at any change since', () => {
    const stamp = readStamp(`${old}  /etc/a\n${old}  /etc/b\nstale\nwas\n${young}  /etc/a\n${old}  /etc/b\n`);
    assert.equal(mayDiffer(stamp, '/etc/a', old), true);
    assert.equal(mayDiffer(stamp, '/etc/b', old), false);
    assert.equal(mayDiffer(stamp, '/etc/b', young), true);
  });
});
