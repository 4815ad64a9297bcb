import assert from 'node:assert/strict';
import { playQueue, type Played } from './fake-queue.js';

/** Who began, in order; fails where two were at it at once, or one began before the one before was asked. */
function oneAfterAnother({ log }: Played): readonly string[] {
  const began = log.filter((line) => line.endsWith(' begins')).map((line) => line.replace(' begins', ''));
  let busy: string | undefined;
  for (const line of log) {
    const [host, ...what] = line.split(' ');
    if (what.join(' ') === 'begins') {
      assert.equal(busy, undefined, `${String(host)} began while ${String(busy)} was not known to be well`);
      busy = host;
    } else if (what.join(' ') === 'is asked') busy = undefined;
  }
  return began;
}

describe('hosts that serve the same thing', () => {
  for (const forks of [1, 5]) {
    describe(`with --forks ${forks}`, () => {
      it('are interrupted one after another, the next when the one before is well', async () => {
        const played = await playQueue(
          { app1: { deed: 'interrupts' }, app2: { deed: 'renews' }, app3: { deed: 'interrupts' } },
          forks,
        );
        assert.deepEqual(played.ends, { app1: 'changed', app2: 'changed', app3: 'changed' });
        assert.deepEqual(oneAfterAnother(played), ['app1', 'app2', 'app3']);
        assert.deepEqual(
          played.events.filter(({ type }) => type === 'turns'),
          [{ type: 'turns', role: 'app', serves: 'shop', order: [['app1'], ['app2'], ['app3']] }],
        );
        assert.deepEqual(played.turns.stopped, []);
      });

      it('stay as they are where a change failed before them', async () => {
        const played = await playQueue(
          {
            app1: { deed: 'interrupts', broken: 'fails' },
            app2: { deed: 'interrupts' },
            app3: { deed: 'renews' },
          },
          forks,
        );
        assert.deepEqual(played.log, ['app1 begins']);
        assert.match(played.ends.app1 ?? '', /^failed: /);
        for (const host of ['app2', 'app3'])
          assert.equal(played.ends[host], `skipped: ${host}: role app was skipped because app1 failed`);
        const [stopped] = played.turns.stopped;
        assert.deepEqual(
          stopped?.failed.map(({ name }) => name),
          ['app1'],
        );
        assert.deepEqual(
          stopped.left.map(({ name }) => name),
          ['app2', 'app3'],
        );
      });

      it('stay as they are where the one before is not well', async () => {
        const played = await playQueue(
          {
            app1: { deed: 'interrupts' },
            app2: { deed: 'renews', broken: 'sick' },
            app3: { deed: 'interrupts' },
          },
          forks,
        );
        assert.equal(played.ends.app1, 'changed');
        assert.match(played.ends.app2 ?? '', /^failed: app2: app is still unhealthy 1 s after its change$/);
        assert.match(played.ends.app3 ?? '', /^skipped: .*because app2 failed$/);
        assert.deepEqual(oneAfterAnother(played).slice(0, 2), ['app1', 'app2']);
      });

      it('stay as they are where one of them can not be reached', async () => {
        const played = await playQueue(
          { app1: { deed: 'interrupts' }, app2: { deed: 'interrupts', broken: 'away' } },
          forks,
        );
        assert.deepEqual(played.log, []);
        assert.match(played.ends.app1 ?? '', /^skipped: .*because app2 failed$/);
      });

      it('are stopped by Ctrl-C after the one whose turn it is', async () => {
        const played = await playQueue(
          { app1: { deed: 'interrupts' }, app2: { deed: 'interrupts' } },
          forks,
          (event, stop) => {
            if (event.type === 'step.started' && event.host === 'app1') stop.abort();
          },
        );
        assert.equal(played.log.includes('app1 ends'), true);
        assert.equal(played.log.includes('app2 begins'), false);
        assert.match(played.ends.app1 ?? '', /^interrupted: /);
        assert.match(played.ends.app2 ?? '', /^interrupted: /);
      });

      it('go first, and together, where they serve nothing yet', async () => {
        const played = await playQueue(
          { app1: { deed: 'interrupts' }, app2: { deed: 'calm' }, app3: { deed: 'calm' } },
          forks,
        );
        assert.deepEqual(played.log.filter((line) => line.endsWith('begins')).at(-1), 'app1 begins');
        const [told] = played.events.filter((event) => event.type === 'turns');
        assert.deepEqual(told?.order, [['app2', 'app3'], ['app1']]);
      });

      it('go last where they are the active one', async () => {
        const played = await playQueue(
          { lb1: { deed: 'renews', active: true }, lb2: { deed: 'renews' } },
          forks,
        );
        assert.deepEqual(oneAfterAnother(played), ['lb2', 'lb1']);
      });
    });
  }

  it('wait for nobody who serves something else, or has nothing to change', async () => {
    const played = await playQueue(
      {
        app1: { deed: 'nothing' },
        app2: { deed: 'interrupts' },
        other1: { deed: 'interrupts', broken: 'fails' },
      },
      5,
    );
    assert.equal(played.ends.app2, 'changed');
    assert.deepEqual(
      played.events.filter(({ type }) => type === 'turns'),
      [],
    );
  });

  it('wait for nobody where none of them serves yet, and are not asked', async () => {
    const played = await playQueue({ app1: { deed: 'calm' }, app2: { deed: 'calm' } }, 5);
    assert.deepEqual(played.ends, { app1: 'changed', app2: 'changed' });
    assert.equal(
      played.log.some((line) => line.endsWith('is asked')),
      false,
    );
    assert.deepEqual(
      played.events.filter(({ type }) => type === 'host.waiting' || type === 'turns'),
      [],
    );
  });
});
