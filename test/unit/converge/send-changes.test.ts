import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyChanges } from '../../../lib/converge/send-changes.js';
import { Settling } from '../../../lib/converge/detect-not-converged.js';
import type { Event } from '../../../lib/model/event.js';
import type { Resource } from '../../../lib/model/resource.js';
import { probeHost } from '../../../lib/plan/probe-host.js';
import { diffHost, type PlannedStep } from '../../../lib/plan/diff-host.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { Tally } from '../../../lib/engine/resource-counts.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost, localTransport } from '../../local-transport.js';
import { note, noteText } from '../../note-resource.js';

const signal = new AbortController().signal;

describe('ask and tell', () => {
  let folder = '';
  let session: Session;
  const host = bareHost();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-tell-'));
    session = await Session.open(host, localTransport(['dash']), { signal });
  });
  afterEach(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  const at = (name: string): string => join(folder, name);
  const events: Event[] = [];
  const options: EngineOptions = {
    forks: 1,
    roles: new Map(),
    connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    packageRoot: '/nowhere',
    listener: (event) => events.push(event),
    stop: signal,
    abort: signal,
  };

  async function plan(resources: readonly Resource[]): Promise<readonly PlannedStep[]> {
    const declared = resources.map((resource) => ({ resource, role: 'test' }));
    return diffHost(host.name, declared, await probeHost(session, declared, signal));
  }
  async function run(resources: readonly Resource[], tally = new Tally()): Promise<Tally> {
    const steps = await plan(resources);
    tally.planned(steps);
    const changes = steps.filter((step) => step.state === 'change');
    await applyChanges(session, host, changes, { watchers: resources, tally, options });
    return tally;
  }

  it('changes what differs, once, and finds nothing afterwards', async () => {
    const resources = [note({ path: at('a'), text: "it's $(x)" }), note({ path: at('b'), text: 'b' })];
    const tally = await run(resources);
    assert.equal(noteText(at('a')), "it's $(x)");
    assert.equal(tally.counts('skipped').changed, 2);
    assert.deepEqual(
      (await plan(resources)).map((step) => step.state),
      ['same', 'same'],
    );
  });

  it('stops at the first change that fails and tells what the host said', async () => {
    const resources = [
      note({ path: at('a'), text: 'a' }),
      note({ path: at('b'), text: 'b', broken: 'fails' }),
      note({ path: at('c'), text: 'c' }),
    ];
    const tally = new Tally();
    await assert.rejects(run(resources, tally), {
      code: 'E_APPLY',
      message: `h1: note ${at('b')} failed with status 9`,
      output: 'out\nerr',
    });
    assert.equal(noteText(at('a')), 'a');
    assert.equal(existsSync(at('c')), false);
    const { ok, changed, failed, skipped } = tally.counts('skipped');
    assert.deepEqual({ ok, changed, failed, skipped }, { ok: 0, changed: 1, failed: 1, skipped: 1 });
  });

  it('leaves a mark with the watcher before the watched changes', async () => {
    const config = note({ path: at('config'), text: 'new', broken: 'fails' });
    const service = note({ path: at('service'), text: 'loaded', watches: [config] });
    await run([note({ path: at('service'), text: 'loaded' })]);
    await assert.rejects(run([config, service]));
    assert.equal(noteText(at('service')), 'stale');
  });

  it('begins nothing when it was stopped before', async () => {
    const steps = await plan([note({ path: at('a'), text: 'a' })]);
    const tally = new Tally();
    tally.planned(steps);
    const telling = { watchers: [], tally, options: { ...options, stop: AbortSignal.abort() } };
    await assert.rejects(applyChanges(session, host, steps, telling), {
      code: 'E_INTERRUPTED',
      message: `h1: stopped before note ${at('a')}`,
    });
    assert.equal(existsSync(at('a')), false);
    assert.equal(tally.counts('skipped').skipped, 1);
  });

  it('finishes the running change and begins no other when stopped', async () => {
    const stop = new AbortController();
    const steps = await plan([
      note({ path: at('a'), text: 'a', waitsFor: at('go') }),
      note({ path: at('b'), text: 'b' }),
    ]);
    const listener = (event: Event): void => {
      if (event.type !== 'step.started') return;
      stop.abort();
      // The word to stop is on its way to the host before what the change waits for.
      setTimeout(() => {
        writeFileSync(at('go'), '');
      }, 200);
    };
    const telling = {
      watchers: [],
      tally: new Tally(),
      options: { ...options, listener, stop: stop.signal },
    };
    await assert.rejects(applyChanges(session, host, steps, telling), {
      code: 'E_INTERRUPTED',
      message: `h1: stopped before note ${at('b')}`,
    });
    assert.equal(noteText(at('a')), 'a');
    assert.equal(existsSync(at('b')), false);
  });

  it('calls a resource that differs the same way after it was applied not converged', async () => {
    const resources = [note({ path: at('a'), text: 'a', broken: 'inert' })];
    const settling = new Settling();
    const steps = await plan(resources);
    settling.check('h1', steps);
    await applyChanges(session, host, steps, { watchers: [], tally: new Tally(), options });
    settling.applied(steps);
    const again = await plan(resources);
    assert.throws(
      () => {
        settling.check('h1', again);
      },
      { code: 'E_NOT_CONVERGED', output: 'update text: have , want a' },
    );
  });
});
