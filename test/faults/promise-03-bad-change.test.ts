// Configurations that can't work, on a real host: the unit runs on with the one before.
import assert from 'node:assert/strict';
import { file, service, sh, unit } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { OneHostSite } from './sites/one-host-site.js';
import { daemon, good, releases } from './cases/tried-daemon.js';

const backAndWell =
  /the last working configuration of trueup-tried.* was restored, and the service is running/;

describe('promise 3: a bad change never takes a service down', function () {
  this.timeout(300_000);
  let site: OneHostSite;
  let bed: TestBed;

  const remove = sh`
systemctl disable -q --now trueup-tried.service 2>/dev/null || true
rm -f /etc/trueup-tried* /run/trueup-tried* /etc/systemd/system/trueup-tried.service /var/lib/trueup/stamps/trueup-tried.service
rm -rf /run/trueup/good
systemctl daemon-reload`;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    site = new OneHostSite();
  });
  beforeEach(() => bed.run(remove));
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!site) return;
    await bed.run(remove);
    site.close();
    await bed.close();
  });

  const state = (): Promise<string> =>
    bed.run(sh`systemctl is-active trueup-tried || true; cat /etc/trueup-tried.sh`);
  const pid = (): Promise<string> => bed.run(sh`systemctl show -p MainPID --value trueup-tried`);
  const kept = (): Promise<string> => bed.run(sh`ls /run/trueup/good 2>/dev/null || true`);

  for (const [what, bad, says] of [
    ['dies at once', daemon({ config: 'echo my last words; exit 3\n' }), /my last words/],
    [
      'dies a second after its start',
      daemon({ config: 'echo so long; sleep 1; exit 4\n' }),
      /so long[^]*did not stay up|did not stay up[^]*so long/,
    ],
    ['hangs while it starts', daemon({ before: 'echo wait for me; sleep 60\n' }), /wait for me/],
    [
      'hangs while it starts, and systemd would wait for ever',
      daemon({ before: 'sleep 60\n', lines: 'TimeoutStartSec=infinity\n' }),
      /restart took longer than 6 s/,
    ],
    ['is a release that dies', daemon({ release: releases.bad }), /bad release/],
    [
      'is a unit that names no program',
      daemon({ lines: 'ExecStartPre=/nonexistent/program\n' }),
      /nonexistent/,
    ],
  ] as const) {
    it(`puts the former configuration back when the new one ${what}`, async () => {
      assert.equal((await site.apply(daemon())).trouble, undefined);
      const { outcome, trouble } = await site.apply(bad);
      assert.equal(outcome, 'failed');
      assert.match(trouble?.output ?? '', says);
      assert.match(trouble?.output ?? '', backAndWell);
      assert.equal(await state(), `active\n${good}`);
      assert.equal(
        await bed.run(sh`cat /etc/trueup-tried-before.sh; stat -c %a /etc/trueup-tried-before.sh`),
        ':\n600\n',
      );
      assert.equal(await kept(), '');
      // What is declared is still what it was, and seen as a difference; what was before is no difference.
      assert.notDeepEqual((await site.plan(bad)).changes, []);
      assert.deepEqual((await site.plan(daemon())).changes, []);
    });
  }

  it('leaves the running process alone when only the reload fails', async () => {
    assert.equal((await site.apply(daemon())).trouble, undefined);
    const before = await pid();
    const { trouble } = await site.apply(daemon({ reload: 'echo no reload today; exit 1\n' }));
    assert.match(trouble?.output ?? '', /no reload today/);
    assert.equal(await pid(), before);
    assert.deepEqual((await site.plan(daemon())).changes, []);
  });

  it('takes the next, good configuration after a bad one', async () => {
    assert.equal((await site.apply(daemon())).trouble, undefined);
    assert.equal((await site.apply(daemon({ config: 'exit 3\n' }))).outcome, 'failed');
    const better = 'echo better; exec sleep 2000\n';
    assert.equal((await site.apply(daemon({ config: better }))).trouble, undefined);
    assert.equal(await state(), `active\n${better}`);
    assert.deepEqual((await site.plan(daemon({ config: better }))).changes, []);
  });

  it('goes back beyond a run that was killed half-way', async () => {
    assert.equal((await site.apply(daemon())).trouble, undefined);
    // A run that died after it had written one of the files.
    const service = daemon().at(-1);
    assert.ok(service);
    await bed.run(service.type.watch?.before?.(service.want) ?? sh`false`);
    await bed.run(sh`echo 'exit 9' >/etc/trueup-tried.sh`);
    const { outcome } = await site.apply(daemon({ config: 'exit 3\n' }));
    assert.equal(outcome, 'failed');
    assert.equal(await state(), `active\n${good}`);
  });

  it('says so where there is nothing to go back to', async () => {
    const { trouble } = await site.apply(daemon({ config: 'echo first words; exit 3\n' }));
    assert.match(trouble?.output ?? '', /first words/);
    assert.match(trouble?.output ?? '', /no previous configuration of trueup-tried.* nothing was restored/);
  });

  it('knows after a boot again what the unit ran with, though a killed run left it unsure', async () => {
    assert.equal((await site.apply(daemon())).trouble, undefined);
    const own = daemon().at(-1);
    assert.ok(own);
    await bed.run(own.type.watch?.before?.(own.want) ?? sh`false`);
    // As a boot does it: memory is empty, the unit started again.
    await bed.run(sh`rm -rf /run/trueup/good; systemctl restart trueup-tried`);
    const { trouble } = await site.apply(daemon({ config: 'exit 3\n' }));
    assert.match(trouble?.output ?? '', backAndWell);
    assert.equal(await state(), `active\n${good}`);
  });

  it('says that it is down where the former configuration does not work any more either', async () => {
    const spent = 'if [ -e /run/trueup-tried-spent ]; then sleep 0.5; exit 5; fi\nexec sleep 1000\n';
    assert.equal((await site.apply(daemon({ config: spent }))).trouble, undefined);
    const { trouble } = await site.apply(daemon({ config: 'touch /run/trueup-tried-spent; exit 3\n' }));
    assert.match(
      trouble?.output ?? '',
      /was restored, but trueup-tried.* did not stay up: its state is failed/,
    );
    assert.equal(await state(), `failed\n${spent}`);
    await bed.run(sh`rm /run/trueup-tried-spent`);
    assert.equal((await site.apply(daemon())).trouble, undefined);
  });

  it('says so where it could not be put back', async () => {
    assert.equal((await site.apply(daemon())).trouble, undefined);
    const spoil =
      'chattr +i /etc/trueup-tried.sh || mount --bind /etc/trueup-tried.sh /etc/trueup-tried.sh; exit 3\n';
    try {
      const { trouble } = await site.apply(daemon({ config: spoil }));
      assert.match(trouble?.output ?? '', /last working configuration of .* could not be restored/);
      assert.doesNotMatch(trouble?.output ?? '', backAndWell);
    } finally {
      await bed.run(sh`chattr -i /etc/trueup-tried.sh || umount /etc/trueup-tried.sh`);
    }
    assert.equal((await site.apply(daemon())).trouble, undefined);
    assert.equal(await kept(), '');
  });

  it('puts back what two units share, and knows that the first one has loaded the new one', async () => {
    const shared = file({ path: '/etc/trueup-tried-shared.sh', content: 'exec sleep 1000\n' });
    const sharers = (config: Resource): readonly Resource[] => [
      config,
      ...['trueup-tried', 'trueup-tried-2'].flatMap((name) => {
        // The second one can't bear what the first one can.
        const program = `${name.endsWith('2') ? '! grep -q new $0 || exit 6; ' : ''}. $0`;
        const own = unit({
          name: `${name}.service`,
          content: `[Service]\nExecStart=/bin/sh -c '${program}' /etc/trueup-tried-shared.sh\n`,
        });
        return [own, service({ unit: name, running: true, enabled: 'as it is', restartOn: [own, config] })];
      }),
    ];
    try {
      assert.equal((await site.apply(sharers(shared))).trouble, undefined);
      const other = file({ path: '/etc/trueup-tried-shared.sh', content: 'exec sleep 1000 # new\n' });
      const { trouble } = await site.apply(sharers(other));
      assert.match(trouble?.message ?? '', /trueup-tried-2 failed/);
      assert.match(trouble?.output ?? '', backAndWell);
      assert.deepEqual((await site.plan(sharers(shared))).changes, ['service trueup-tried: run restart']);
      assert.equal((await site.apply(sharers(shared))).trouble, undefined);
      assert.equal(await kept(), '');
    } finally {
      await bed.run(sh`
systemctl stop trueup-tried-2
rm -f /etc/systemd/system/trueup-tried-2.service /var/lib/trueup/stamps/trueup-tried-2.service`);
    }
  });
});
