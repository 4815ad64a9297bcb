// Two runs on one host, and runs that are lost while they hold it.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostname } from 'node:os';
import { sh } from '../../lib/kit.js';
import type { Event } from '../../lib/model/event.js';
import type { Connection } from '../../lib/model/fleet.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { freezingProxy } from './hostile/freezing-proxy.js';
import {
  endOf,
  played,
  startPlaying,
  traces,
  varsOf,
  type Deed,
  type Played,
  type SmallRun,
} from './runs/small-run.js';

describe('promise 2: a second run at the same time is refused, and a lock never outlives its owner', function () {
  this.timeout(300_000);
  let connection: Connection;
  let bed: TestBed;
  let own: readonly string[] = [];
  const running: Played[] = [];

  before(async function () {
    connection = await freshHost.call(this);
    bed = await TestBed.connect(connection);
    own = await supervisors();
    assert.ok(own.length > 0);
  });
  beforeEach(() => bed.run(sh`rm -rf ${traces}`));
  afterEach(async () => {
    await letGo();
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    await lockFreeWithin(20);
  });
  after(async () => {
    if (own.length === 0) return;
    await bed.run(sh`rm -rf ${traces}`);
    await bed.close();
  });

  /** However long the test takes until then. */
  const untilLetGo = `until [ -e ${traces}/go ]; do sleep 0.1; done`;
  const letGo = (): Promise<string> => bed.run(sh`mkdir -p ${traces}; : >${`${traces}/go`}`);
  const run = (deeds: readonly Deed[], vars: Record<string, unknown> = {}): SmallRun => ({
    command: 'apply',
    hosts: { box: varsOf(connection, vars) },
    deeds,
  });
  const start = (small: SmallRun): Played => {
    const one = startPlaying(small);
    running.push(one);
    return one;
  };
  const begun = (name: string): ((event: Event) => boolean) => {
    return (event) => event.type === 'step.started' && event.resource.endsWith(name);
  };
  const trace = async (name: string): Promise<boolean> =>
    (await bed.answer(sh`[ -e ${`${traces}/${name}`} ]`)).status === 0;
  const lockIsFree = async (): Promise<boolean> =>
    (await bed.answer(sh`[ ! -e /run/trueup/lock ] || flock -n /run/trueup/lock true`)).status === 0;
  /** Seconds until the lock was free. */
  const lockFreeWithin = async (seconds: number): Promise<number> => {
    const since = Date.now();
    while (!(await lockIsFree())) {
      assert.ok(Date.now() - since < seconds * 1000, `the lock is held after ${seconds} s`);
      await sleep(200);
    }
    return (Date.now() - since) / 1000;
  };
  /** Login sessions that a supervisor runs in; the test's own is one of them. */
  const supervisors = async (): Promise<readonly string[]> =>
    (
      await bed.run(
        sh`for pid in $(pgrep -f ${'^/bin/sh -c eval "[$].head'}); do ps -o sid= -p "$pid" || true; done | sort -u`,
      )
    )
      .split('\n')
      .filter((line) => line.trim() !== '');
  const others = async (): Promise<readonly string[]> =>
    (await supervisors()).filter((one) => !own.includes(one));
  const noneIsLeft = async (): Promise<void> => {
    for (let tries = 0; tries < 15 && (await others()).length > 0; tries += 1) await sleep(200);
    assert.deepEqual(await others(), []);
  };
  const works = async (word: string): Promise<boolean> =>
    (await bed.answer(sh`pgrep -fx ${`sleep ${word}`} >/dev/null`)).status === 0;

  it('refuses the second, with who holds the host, since when, and what it does', async () => {
    const first = start(run([{ name: 'long', text: untilLetGo }]));
    await first.until(begun('long'));
    const { outcome, trouble } = endOf(await played(run([{ name: 'other', text: 'true' }])), 'box');
    assert.equal(outcome, 'locked');
    assert.equal(trouble?.code, 'E_LOCKED');
    const { child } = first;
    const [, process] = /\(process (\d+)\) since 20\d\d-\d\d-\d\dT/.exec(trouble.message) ?? [];
    assert.ok(trouble.message.includes(`@${hostname()}`), trouble.message);
    assert.equal(process, String(child.pid), trouble.message);
    assert.match(trouble.message, /now at deed\.of\.60 long/);
    assert.match(trouble.hint ?? '', /Wait for that run to end/);
    await letGo();
    assert.equal(await first.ended, 0, first.stderr());
    assert.equal(await trace('other'), false, 'the second did something');
    assert.equal(endOf(await played(run([{ name: 'other', text: 'true' }])), 'box').outcome, 'changed');
  });

  it('lets a step end whose run was killed, says so to the next, and then frees the host', async () => {
    const first = start(
      run([
        { name: 'long', text: untilLetGo },
        { name: 'after', text: 'true' },
      ]),
    );
    await first.until(begun('long'));
    first.child.kill('SIGKILL');
    await first.ended;
    await sleep(500);
    const { trouble } = endOf(await played(run([])), 'box');
    assert.equal(trouble?.code, 'E_LOCKED');
    assert.match(
      trouble.message,
      /whose connection was lost at 20\S+Z; the host is still finishing deed\.of\.60 long/,
    );
    assert.match(trouble.hint ?? '', /within 60 s of losing/);
    assert.equal((await others()).length, 1, 'the killed run has one session there');
    await letGo();
    await lockFreeWithin(6);
    assert.equal(await trace('long'), true, 'the running step was cut off');
    assert.equal(await trace('after'), false, 'a step began that nobody waits for');
    await noneIsLeft();
  });

  it('ends a step that goes on for longer than it may, after its run was killed', async () => {
    const first = start(run([{ name: 'endless', text: 'sleep 4242', seconds: 3 }]));
    await first.until(begun('endless'));
    first.child.kill('SIGKILL');
    await first.ended;
    await lockFreeWithin(12);
    assert.equal(await works('4242'), false);
    await noneIsLeft();
  });

  it('kills a step that ignores being asked to end', async () => {
    const first = start(run([{ name: 'deaf', text: "trap '' TERM; sleep 4343; sleep 4344", seconds: 2 }]));
    await first.until(begun('deaf'));
    first.child.kill('SIGKILL');
    await first.ended;
    await lockFreeWithin(25);
    assert.equal((await works('4343')) || (await works('4344')), false);
  });

  it('frees the host within a minute of a network that was cut without a goodbye', async () => {
    const proxy = await freezingProxy(connection.host, connection.port ?? 22);
    try {
      const through = {
        ansible_host: '127.0.0.1',
        ansible_port: proxy.port,
        ansible_host_key_checking: false,
        trueup_known_hosts_file: '/dev/null',
      };
      const first = start(run([{ name: 'long', text: 'sleep 2' }], through));
      await first.until(begun('long'));
      proxy.freeze();
      await sleep(3000);
      assert.equal(await lockIsFree(), false, 'who says that it is cut?');
      const seconds = await lockFreeWithin(60);
      assert.ok(seconds > 30, `a network that is slow for ${seconds} s is not cut`);
      assert.equal(await trace('long'), true);
      await noneIsLeft();
    } finally {
      proxy.stop();
    }
  });

  it('ends what runs when it is interrupted twice', async () => {
    const first = start(
      run([
        { name: 'endless', text: 'sleep 4545' },
        { name: 'after', text: 'true' },
      ]),
    );
    await first.until(begun('endless'));
    await sleep(300);
    first.child.kill('SIGINT');
    await sleep(300);
    assert.equal(await works('4545'), true, 'once lets the step end');
    first.child.kill('SIGINT');
    assert.equal(await first.ended, 130, first.stderr());
    await lockFreeWithin(3);
    assert.equal(await works('4545'), false);
    assert.equal(await trace('after'), false);
    assert.match(endOf(first.events, 'box').trouble?.hint ?? '', /told the host to stop/);
    await noneIsLeft();
  });

  it('ends a step that takes longer than it may', async () => {
    const { trouble } = endOf(
      await played(run([{ name: 'endless', text: 'sleep 4646', seconds: 2 }])),
      'box',
    );
    assert.equal(trouble?.code, 'E_TIMEOUT');
    assert.match(trouble.message, /deed\.of\.2 endless/);
    await lockFreeWithin(3);
    assert.equal(await works('4646'), false);
  });
});
