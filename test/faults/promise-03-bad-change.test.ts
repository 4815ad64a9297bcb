// Configurations that can't work, on a real host: the unit runs on with the one before.
import assert from 'node:assert/strict';
import { file, packages, service, sh, unit } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { TestBed } from '../contract/test-bed.js';
import { testHost } from '../contract/test-host.js';
import { OneHostSite } from './one-host-site.js';

const good = 'echo started; exec sleep 1000\n';

/** A unit whose whole life is in its configuration, which is a shell script. */
function daemon(config: string, before = ':\n', reload = ':\n'): readonly Resource[] {
  const files = [
    file({ path: '/etc/trueup-tried.sh', content: config }),
    file({ path: '/etc/trueup-tried-before.sh', content: before, mode: '0600' }),
    file({ path: '/etc/trueup-tried-reload.sh', content: reload }),
  ];
  const [main, pre, again] = files as [Resource, Resource, Resource];
  const own = unit({
    name: 'trueup-tried.service',
    content: `[Service]
TimeoutStartSec=3
ExecStartPre=/bin/sh /etc/trueup-tried-before.sh
ExecStart=/bin/sh /etc/trueup-tried.sh
ExecReload=/bin/sh /etc/trueup-tried-reload.sh
[Install]
WantedBy=multi-user.target
`,
  });
  return [
    ...files,
    own,
    service({
      unit: 'trueup-tried',
      running: true,
      enabled: true,
      settleSeconds: 2,
      restartOn: [main, pre, own],
      reloadOn: [again],
    }),
  ];
}

describe('promise 3: a bad change never takes a service down', function () {
  this.timeout(120_000);
  let site: OneHostSite;
  let bed: TestBed;

  const remove = sh`
systemctl disable -q --now trueup-tried.service 2>/dev/null || true
rm -f /etc/trueup-tried*.sh /etc/systemd/system/trueup-tried.service /var/lib/trueup/stamps/trueup-tried.service
rm -rf /run/trueup/good
systemctl daemon-reload`;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    site = new OneHostSite();
  });
  beforeEach(() => bed.run(remove));
  after(async () => {
    // `before` may have skipped the suite.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
    if (!site) return;
    await bed.run(remove);
    site.close();
    await bed.close();
  });

  const state = (): Promise<string> =>
    bed.run(sh`systemctl is-active trueup-tried; cat /etc/trueup-tried.sh`);
  const pid = (): Promise<string> => bed.run(sh`systemctl show -p MainPID --value trueup-tried`);
  const kept = (): Promise<string> => bed.run(sh`ls /run/trueup/good 2>/dev/null || true`);

  for (const [what, bad, says] of [
    ['dies at once', daemon('echo my last words; exit 3\n'), /my last words/],
    ['dies a second after its start', daemon('echo so long; sleep 1; exit 4\n'), /did not stay up|so long/],
    ['hangs while it starts', daemon(good, 'sleep 60\n'), /restart failed/],
  ] as const) {
    it(`puts the former configuration back when the new one ${what}`, async () => {
      assert.equal((await site.apply(daemon(good))).trouble, undefined);
      const { outcome, trouble } = await site.apply(bad);
      assert.equal(outcome, 'failed');
      assert.match(trouble?.output ?? '', says);
      assert.match(
        trouble?.output ?? '',
        /the configuration that trueup-tried.* ran with was put back, and it runs/,
      );
      assert.equal(await state(), `active\n${good}`);
      assert.equal(
        await bed.run(sh`cat /etc/trueup-tried-before.sh; stat -c %a /etc/trueup-tried-before.sh`),
        ':\n600\n',
      );
      assert.equal(await kept(), '');
      // What is declared is still what it was, and seen as a difference; what was before is no difference.
      assert.notDeepEqual((await site.plan(bad)).changes, []);
      assert.deepEqual((await site.plan(daemon(good))).changes, []);
    });
  }

  it('leaves the running process alone when only the reload fails', async () => {
    assert.equal((await site.apply(daemon(good))).trouble, undefined);
    const before = await pid();
    const { trouble } = await site.apply(daemon(good, ':\n', 'echo no reload today; exit 1\n'));
    assert.match(trouble?.output ?? '', /no reload today/);
    assert.equal(await pid(), before);
    assert.deepEqual((await site.plan(daemon(good))).changes, []);
  });

  it('takes the next, good configuration after a bad one', async () => {
    assert.equal((await site.apply(daemon(good))).trouble, undefined);
    assert.equal((await site.apply(daemon('exit 3\n'))).outcome, 'failed');
    const better = 'echo better; exec sleep 2000\n';
    assert.equal((await site.apply(daemon(better))).trouble, undefined);
    assert.equal(await state(), `active\n${better}`);
    assert.deepEqual((await site.plan(daemon(better))).changes, []);
  });

  it('goes back beyond a run that was killed half-way', async () => {
    assert.equal((await site.apply(daemon(good))).trouble, undefined);
    // A run that died after it had written one of the files.
    const service = daemon(good).at(-1);
    assert.ok(service);
    await bed.run(service.type.beforeWatched?.(service.want) ?? sh`false`);
    await bed.run(sh`echo 'exit 9' >/etc/trueup-tried.sh`);
    const { outcome } = await site.apply(daemon('exit 3\n'));
    assert.equal(outcome, 'failed');
    assert.equal(await state(), `active\n${good}`);
  });

  it('says so where there is nothing to go back to', async () => {
    const { trouble } = await site.apply(daemon('echo first words; exit 3\n'));
    assert.match(trouble?.output ?? '', /first words/);
    assert.match(trouble?.output ?? '', /no earlier configuration of trueup-tried.* nothing was put back/);
  });

  it('serves throughout: nginx, told to listen where somebody else does', async () => {
    const web = (port: number, text: string): readonly Resource[] => {
      const config = file({
        path: '/etc/nginx/conf.d/tried.conf',
        content: `server { listen ${port}; location / { return 200 "${text}\\n"; } }\n`,
      });
      return [
        packages({ names: ['nginx'] }),
        config,
        service({
          unit: 'nginx',
          running: true,
          enabled: true,
          reloadOn: [config],
          // nginx says nothing when it can't listen, and goes on as it was.
          loaded: sh`ss -Hltnp ${`sport = :${port}`} | grep nginx`,
        }),
      ];
    };
    const { host } = testHost();
    const visit = async (): Promise<string> =>
      (await fetch(`http://${host}:8099/`, { signal: AbortSignal.timeout(3000) })).text();
    try {
      assert.equal((await site.apply(web(8099, 'old'))).trouble, undefined);
      assert.equal(await visit(), 'old\n');
      let failed = 0;
      const over = new AbortController();
      const visiting = (async () => {
        for (let visits = 0; visits < 400 && !over.signal.aborted; visits += 1) {
          failed += (await visit().catch(() => '')) === 'old\n' ? 0 : 1;
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
      })();
      const { outcome } = await site.apply(web(22, 'new'));
      over.abort();
      await visiting;
      assert.equal(outcome, 'failed');
      assert.equal(failed, 0);
      assert.equal(await visit(), 'old\n');
      assert.match(await bed.run(sh`cat /etc/nginx/conf.d/tried.conf`), /8099/);
    } finally {
      await bed.run(sh`
rm -f /etc/nginx/conf.d/tried.conf /var/lib/trueup/stamps/nginx.service
DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge --auto-remove nginx >/dev/null 2>&1`);
    }
  });
});
