// What the live view draws, as a picture of lines.
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { Event } from '../../../lib/model/event.js';
import { progressLines } from '../../../cli/view/live/progress-lines.js';
import { Rows } from '../../../cli/view/live/host-progress.js';
import { applyRun, counts, eachEvent } from './canned-run.js';

function rowsAfter(events: readonly Event[], times: readonly number[] = []): Rows {
  const rows = new Rows();
  events.forEach((event, at) => {
    rows.take(event, times[at] ?? 0);
  });
  return rows;
}

function picture(rows: Rows, now = 0, size = { columns: 80, lines: 24 }): readonly string[] {
  return progressLines(rows.all, now, size).map(stripVTControlCharacters);
}

describe('the live rows', () => {
  it('say what each host does, how far it is and for how long', () => {
    const begun = applyRun.slice(0, 6);
    assert.deepEqual(picture(rowsAfter(begun), 65_000), [
      '⠋ lb1   0/1  haproxy: file /etc/haproxy/haproxy.cfg  1 min 05 s',
      '· web1  waiting  1 min 05 s',
    ]);
  });

  it('count the changes done and start the clock with each', () => {
    const rows = rowsAfter(applyRun.slice(0, 7), [0, 0, 0, 0, 0, 0, 4000]);
    assert.match(picture(rows, 5000)[0] ?? '', /1\/1 {2}haproxy: .* {2}1 s$/);
  });

  it('end with how each host ended', () => {
    assert.deepEqual(picture(rowsAfter(applyRun), 9000), ['✔ lb1   1 changed', '✖ web1  failed']);
  });

  it('tell whom a host waits for', () => {
    assert.deepEqual(
      picture(rowsAfter([eachEvent.run, eachEvent['host.waiting']]))[1],
      '· web1  nginx waiting for app1, db1',
    );
  });

  it('show the busy and the failed where not all have room, and count the rest', () => {
    const hosts = Array.from({ length: 500 }, (_, at) => `web${at + 1}`);
    const events: Event[] = [{ type: 'run', command: 'apply', hosts }];
    for (const host of hosts.slice(0, 100)) events.push({ type: 'host.done', host, outcome: 'ok', counts });
    events.push({ type: 'host.done', host: 'web7', outcome: 'failed', counts });
    events.push({ type: 'host.asking', host: 'web300', what: 'facts', questions: 1 });
    const lines = picture(rowsAfter(events));
    assert.equal(lines.length, 15);
    assert.ok(lines.includes('✖ web7    failed'), lines.join('\n'));
    assert.ok(lines.includes('⠋ web300  gathering facts'), lines.join('\n'));
    assert.equal(lines.at(-1), '500 hosts: 1 busy, 99 done (0 changed), 1 failed, 399 waiting');
  });

  it('fit any terminal', () => {
    const hosts = Array.from({ length: 50 }, (_, at) => `a-host-with-a-very-long-name-${at}.example.com`);
    const rows = rowsAfter([{ type: 'run', command: 'apply', hosts }]);
    for (const size of [
      { columns: 20, lines: 5 },
      { columns: 40, lines: 10 },
      { columns: 200, lines: 60 },
    ]) {
      const lines = picture(rows, 100_000, size);
      assert.ok(lines.length < size.lines, `${lines.length} lines`);
      for (const line of lines) assert.ok(Array.from(line).length < size.columns, line);
    }
  });

  it('are cut between words, and between the parts of a path', () => {
    const step = eachEvent['step.started'];
    const drawn = (resource: string): string => {
      const rows = rowsAfter([
        { ...eachEvent.run, hosts: [step.host] },
        { ...step, resource },
      ]);
      return picture(rows, 0, { columns: 60, lines: 24 })[0] ?? '';
    };
    const path = drawn('file /etc/nginx/modules-enabled/50-mod-http-image-filter.conf');
    assert.match(path, /file \/etc\/nginx\/modules-enabled\/…$/);
    assert.match(drawn('packages libnginx-mod-http-image libnginx-mod-http-geoip'), /-image…$/);
    const word = drawn('x'.repeat(100));
    assert.equal(Array.from(word).length, 59);
    assert.ok(word.endsWith('x…'), word);
  });

  it('stay one line each, whatever a resource is called', () => {
    const step = { ...eachEvent['step.started'], resource: 'file /tmp/a\nb\u001b[2J' };
    const [line = ''] = picture(rowsAfter([eachEvent.run, step]));
    assert.ok(line.endsWith('file /tmp/a\\nb\\x1b[2J'), line);
  });
});
