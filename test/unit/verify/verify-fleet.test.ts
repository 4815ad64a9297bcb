// The whole of verify with hosts in memory: who is asked what, what counts as passed, what is told.
import assert from 'node:assert/strict';
import { couldNotLook } from '../../../lib/kit.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { says, verify } from './verify-in-memory.js';

describe('verify', () => {
  it('passes where every check holds, and asks each host once', async () => {
    const { code, outcomes, events, hosts, report } = await verify({
      checks: (host) => [says(host, 'a'), says(host, 'b'), says('db1', 'a')],
    });
    assert.equal(code, 0);
    assert.deepEqual(outcomes, { web1: 'ok', web2: 'ok', db1: 'ok' });
    assert.deepEqual(
      [...hosts.values()].map(({ batches }) => batches.length),
      [1, 1, 1],
    );
    assert.deepEqual(hosts.get('db1')?.batches, [['a', 'b']]);
    assert.deepEqual(
      [...hosts.values()].map(({ opened, closed }) => [opened, closed]),
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    );
    assert.equal(events[0]?.type, 'run');
    assert.deepEqual(events.at(-1), {
      type: 'summary',
      ok: true,
      hosts: Object.fromEntries(
        ['web1', 'web2', 'db1'].map((name) => [
          name,
          { ok: 3, changed: 0, failed: 0, skipped: 0, seconds: 0 },
        ]),
      ),
    });
    assert.match(report, /^TAP version 13\n1\.\.9\nok 1 web1 base web1 says yes to a\n/);
  });

  it('fails with what was found instead, fit for a terminal', async () => {
    const { code, outcomes, found, report } = await verify({
      checks: (host) => [says(host, host)],
      reply: (text) => (text === 'web2' ? 'no\u001b[2J' : 'yes'),
    });
    assert.equal(code, 1);
    assert.deepEqual(outcomes, { web1: 'ok', web2: 'failed', db1: 'ok' });
    assert.deepEqual(found, [undefined, 'it says no\\x1b[2J', undefined]);
    assert.match(report, /^not ok 2 .*\n {2}---\n {2}message: "it says no/m);
  });

  it('passes no secret on that a host says, to nobody', async () => {
    const { events, report } = await verify({
      checks: (host) => [says(host, 'a')],
      reply: () => 'login failed with canary',
    });
    assert.match(report, /it says login failed with \*\*\*/);
    assert.ok(JSON.stringify(events).includes('it says login failed with ***'));
    assert.ok(!`${report}${JSON.stringify(events)}`.includes('canary'));
  });

  it('limits whom checks are about, not who may be asked, and connects to nobody else', async () => {
    const { outcomes, hosts } = await verify({ checks: () => [says('db1', 'a')], about: ['web1'] });
    assert.deepEqual(outcomes, { web1: 'ok' });
    assert.deepEqual(
      [...hosts].map(([name, { opened }]) => [name, opened]),
      [
        ['web1', 0],
        ['web2', 0],
        ['db1', 1],
      ],
    );
  });

  it('never takes "could not look" for a pass, and ends with 4 where that is all', async () => {
    const { code, outcomes, found } = await verify({
      checks: (host) => [says(host, 'a'), says('web1', 'b')],
      unreachable: ['db1'],
    });
    assert.equal(code, 4);
    assert.deepEqual(outcomes, { web1: 'ok', web2: 'ok', db1: 'unreachable' });
    assert.equal(found.filter((text) => text === 'could not check: no way in').length, 1);
  });

  it('ends with 1 where a check fails beside a host out of reach', async () => {
    const { code, outcomes } = await verify({
      checks: (host) => [says(host, host)],
      unreachable: ['db1'],
      reply: (text) => (text === 'web1' ? 'no' : 'yes'),
    });
    assert.equal(code, 1);
    assert.deepEqual(outcomes, { web1: 'failed', web2: 'ok', db1: 'unreachable' });
  });

  it('ends with 4 where a check fails for want of a host that it needs, and names the host', async () => {
    const { code, outcomes, found, hosts } = await verify({
      checks: (host) => [{ ...says('web1', host), needs: ['db1', 'web2'] }],
      about: ['web2', 'db1'],
      unreachable: ['db1'],
      reply: () => 'no',
    });
    assert.equal(code, 4);
    assert.deepEqual(outcomes, { web2: 'unreachable', db1: 'unreachable' });
    assert.deepEqual(found, ['it says no (no way in)', 'it says no (no way in)']);
    assert.equal(hosts.get('web2')?.opened, 1);
  });

  it('blames the host that a check is about where it was asked elsewhere, but not for what proves itself', async () => {
    const about = { about: ['db1'], unreachable: ['db1'], reply: () => 'no' };
    const blamed = await verify({ ...about, checks: () => [says('web1', 'a')] });
    assert.deepEqual([blamed.code, blamed.outcomes], [4, { db1: 'unreachable' }]);
    const proof = await verify({ ...about, checks: () => [{ ...says('web1', 'a'), provesItself: true }] });
    assert.deepEqual([proof.code, proof.found], [1, ['it says no']]);
  });

  it('blames nobody who can be reached', async () => {
    const { code, found } = await verify({
      checks: () => [{ ...says('web1', 'a'), needs: ['db1'] }],
      about: ['web2'],
      reply: (text) => (text === 'a' ? 'no' : ''),
    });
    assert.deepEqual([code, found], [1, ['it says no']]);
  });

  it('tells the trouble of a host out of reach once, however many hosts need it', async () => {
    const { events, outcomes } = await verify({
      checks: () => [says('db1', 'a'), says('db1', 'b')],
      unreachable: ['db1'],
    });
    assert.deepEqual(outcomes, { web1: 'unreachable', web2: 'unreachable', db1: 'unreachable' });
    const told = events.flatMap((event) => (event.type === 'host.done' && event.trouble ? [event.host] : []));
    assert.deepEqual(told, ['db1']);
  });

  it('takes a judge that throws for "could not look"', async () => {
    const { code, found } = await verify({
      about: ['web1'],
      checks: (host) => [
        {
          ...says(host, 'a'),
          judge: () => {
            throw new TrueupError('E_UNREADABLE', 'ip failed');
          },
        },
      ],
    });
    assert.deepEqual([code, found], [1, ['could not check: ip failed']]);
  });

  it('says once that it could not look, with what the host complained of', async () => {
    const { found } = await verify({
      about: ['web1'],
      checks: (host) => [
        {
          ...says(host, 'a'),
          judge: () => {
            throw couldNotLook('ip of web1 failed', { status: 127, stdout: '', stderr: 'ip: not found\n' });
          },
        },
      ],
    });
    assert.deepEqual(found, ['could not check: ip of web1 failed: ip: not found']);
    assert.equal(
      couldNotLook(`web1: ${couldNotLook('ip failed').message}`).message,
      'could not check: web1: ip failed',
    );
  });

  it('asks the controller, and leaves behind a question that forgets its signal when the run is stopped', async () => {
    const stop = new AbortController();
    const { code, outcomes } = await verify({
      about: ['web1'],
      stop,
      checks: () => [
        {
          title: 'answers here',
          questions: [
            { on: 'controller', ask: () => Promise.resolve({ status: 0, stdout: '', stderr: '' }) },
          ],
          judge: () => {
            stop.abort(new TrueupError('E_INTERRUPTED', 'stopped'));
            return undefined;
          },
        },
        {
          title: 'hangs',
          questions: [{ on: 'controller', ask: () => new Promise<never>(() => undefined) }],
          judge: () => undefined,
        },
      ],
    });
    assert.deepEqual([code, outcomes], [130, { web1: 'interrupted' }]);
  });

  it('shows how long a check really took', async () => {
    const begun = performance.now();
    const { events, report } = await verify({
      about: ['web1'],
      reporter: 'junit',
      checks: () => [
        {
          title: 'slow',
          questions: [
            {
              on: 'controller',
              ask: () =>
                new Promise((resolve) =>
                  setTimeout(() => {
                    resolve({ status: 0, stdout: '', stderr: '' });
                  }, 120),
                ),
            },
          ],
          judge: () => undefined,
        },
      ],
    });
    const [done] = events.flatMap((event) => (event.type === 'check.done' ? [event] : []));
    const most = (performance.now() - begun) / 1000;
    assert.ok(done && done.seconds >= 0.11 && done.seconds <= most, `${done?.seconds} of ${most} s`);
    const [, time] = /<testcase classname="web1\.base" name="slow" time="(\d+\.\d{3})"\/>/.exec(report) ?? [];
    assert.equal(time, done.seconds.toFixed(3), report);
  });
});
