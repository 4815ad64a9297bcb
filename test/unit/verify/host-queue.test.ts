// How questions to one host travel together, and what a broken connection costs.
import assert from 'node:assert/strict';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import type { Script } from '../../../lib/model/script.js';
import { HostQueue } from '../../../lib/verify/host-queue.js';
import type { Outcome } from '../../../lib/verify/question-outcome.js';
import { FakeHost } from './fake-shell.js';

const never = new AbortController().signal;

function script(text: string): Script {
  return { text, masked: text, blobs: [] };
}

function queueOf(host: FakeHost, signal = never): HostQueue {
  return new HostQueue(
    () => host.open(),
    () => undefined,
    signal,
  );
}

function inWords(outcome: Outcome): string {
  return 'error' in outcome ? `error: ${outcome.error.message}` : outcome.answer.stdout;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function ask(queue: HostQueue, ...texts: readonly string[]): Promise<readonly string[]> {
  const outcomes = await Promise.all(texts.map((text) => queue.ask({ script: script(text) })));
  return outcomes.map(inWords);
}

describe('questions to a host', () => {
  it('travel in one batch over one connection, equal ones once', async () => {
    const host = new FakeHost((text) => `re: ${text}`);
    const answers = await ask(queueOf(host), 'a', 'b', 'a');
    assert.deepEqual(answers, ['re: a', 're: b', 're: a']);
    assert.deepEqual(host.batches, [['a', 'b']]);
    assert.equal(host.opened, 1);
  });

  it('use the connection again', async () => {
    const host = new FakeHost((text) => text);
    const queue = queueOf(host);
    await ask(queue, 'a');
    await ask(queue, 'b');
    assert.deepEqual([host.opened, host.batches], [1, [['a'], ['b']]]);
    await queue.close();
    assert.equal(host.closed, 1);
  });

  it('share one connection, however many they are', async () => {
    const host = new FakeHost((text) => text);
    const texts = Array.from({ length: 30 }, (_, at) => `q${at}`);
    assert.deepEqual(await ask(queueOf(host), ...texts), texts);
    assert.deepEqual([host.opened, host.batches], [1, [texts]]);
  });

  it('that were asked again while they ran are answered both times, also where the connection broke', async () => {
    const host = new FakeHost((text) => (text === 'a' ? 'E_TIMEOUT' : text));
    const queue = queueOf(host);
    const first = ask(queue, 'a', 'b');
    await until(() => host.running === 1);
    const second = ask(queue, 'b');
    assert.deepEqual(await first, ['error: a broke it', 'b']);
    assert.deepEqual(await second, ['b']);
  });

  it('that only wait are asked beside each other, in one script before the others', async () => {
    const host = new FakeHost((text) => (text === 'last' ? text : '1 124 \n0 1 refused\n'));
    const queue = queueOf(host);
    const outcomes = await Promise.all([
      queue.ask({ script: script('last') }),
      queue.ask({ script: script('first port'), beside: true }),
      queue.ask({ script: script('second port'), beside: true }),
    ]);
    const [scripts = []] = host.batches;
    assert.equal(scripts.length, 2);
    assert.match(scripts[0] ?? '', /first port[^]*second port/);
    const found = outcomes.map((one) =>
      'error' in one ? one.error : [one.answer.status, one.answer.stderr],
    );
    assert.deepEqual(found, [
      [0, ''],
      [1, 'refused'],
      [124, ''],
    ]);
  });

  it('are answered with when each ran, however long the way there and those before it took', async () => {
    const host = new FakeHost((text) => text);
    let there = Infinity;
    const queue = new HostQueue(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        there = Date.now() / 1000;
        return host.open();
      },
      () => undefined,
      never,
    );
    const outcomes = await Promise.all(['a', 'b'].map((text) => queue.ask({ script: script(text) })));
    const [first, second] = outcomes.map((outcome) => ('error' in outcome ? undefined : outcome.answer.ran));
    assert.ok(first && second);
    const order = [there, first.from, first.until, second.from, second.until];
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
  });

  it('lose only the one that breaks the connection', async () => {
    const host = new FakeHost((text) => (text === 'b' ? 'E_TIMEOUT' : text));
    assert.deepEqual(await ask(queueOf(host), 'a', 'b', 'c'), ['a', 'error: b broke it', 'c']);
    assert.deepEqual(host.batches, [['a', 'b', 'c'], ['c']]);
    assert.equal(host.opened, 2);
  });

  it('all have the reason where there is no way in, and nobody knocks twice', async () => {
    let knocks = 0;
    const host = new FakeHost(() => '', 'E_AUTH');
    const queue = new HostQueue(
      () => {
        knocks += 1;
        return host.open();
      },
      () => undefined,
      never,
    );
    const texts = Array.from({ length: 30 }, (_, at) => `q${at}`);
    assert.deepEqual(new Set(await ask(queue, ...texts)), new Set(['error: no way in']));
    assert.deepEqual(await ask(queue, 'later'), ['error: no way in']);
    assert.equal(knocks, 1);
  });

  it('survive a kept connection that died meanwhile', async () => {
    const host = new FakeHost((text) => text);
    let dead = false;
    const queue = new HostQueue(
      async () => {
        const shell = await host.open();
        const first = host.opened === 1;
        return {
          ...shell,
          run: (scripts, options) =>
            first && dead ? Promise.reject(new Error('gone')) : shell.run(scripts, options),
        };
      },
      () => undefined,
      never,
    );
    assert.deepEqual(await ask(queue, 'a'), ['a']);
    dead = true;
    assert.deepEqual(await ask(queue, 'b'), ['b']);
    assert.equal(host.opened, 2);
  });

  it('end at once when the run is stopped', async () => {
    const stop = new AbortController();
    const host = new FakeHost((text) => {
      if (text === 'a') stop.abort(new TrueupError('E_INTERRUPTED', 'stopped'));
      return text;
    });
    const answers = await ask(queueOf(host, stop.signal), 'a', 'b', 'c');
    assert.deepEqual(answers, ['a', 'error: stopped', 'error: stopped']);
  });
});
