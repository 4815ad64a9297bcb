// Configurations that nginx and HAProxy can't take, on a real host: they serve throughout.
import assert from 'node:assert/strict';
import { file, packages, service, sh } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';
import { OneHostSite } from './sites/one-host-site.js';

describe('promise 3: a bad change never takes a service down (web servers)', function () {
  this.timeout(300_000);
  let site: OneHostSite;
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    site = new OneHostSite();
  });
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!site) return;
    site.close();
    await bed.close();
  });

  /** Counts the answers that aren't the old one while `work` is done. */
  async function countMissed(visit: () => Promise<string>, work: () => Promise<void>): Promise<number> {
    let missed = 0;
    const over = new AbortController();
    const visiting = (async () => {
      for (let visits = 0; visits < 400 && !over.signal.aborted; visits += 1) {
        missed += (await visit().catch(() => '')) === 'old\n' ? 0 : 1;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    })();
    await work();
    over.abort();
    await visiting;
    return missed;
  }

  async function visit(): Promise<string> {
    const url = `http://${testHost().host}:8099/`;
    return (await fetch(url, { signal: AbortSignal.timeout(3000) })).text();
  }

  const webServers = {
    nginx(port: number | string, text: string): readonly Resource[] {
      const config = file({
        path: '/etc/nginx/conf.d/tried.conf',
        content: `server { listen ${port}; location / { return 200 "${text}\\n"; } }\n`,
      });
      // nginx says nothing when it can't listen, and goes on as it was.
      const loaded = sh`ss -Hltnp ${`sport = :${port}`} | grep nginx`;
      return [
        packages({ names: ['nginx'] }),
        config,
        service({
          unit: 'nginx',
          running: true,
          enabled: true,
          test: sh`nginx -t -q`,
          reloadOn: [config],
          loaded,
        }),
      ];
    },
    haproxy(port: number | string, text: string): readonly Resource[] {
      const config = file({
        path: '/etc/haproxy/haproxy.cfg',
        content: `defaults
  mode http
  timeout connect 3s
  timeout client 3s
  timeout server 3s
frontend tried
  bind *:${port}
  http-request return status 200 content-type text/plain string "${text}\\n"
`,
        validate: (staged) => sh`haproxy -c -f ${staged}`,
      });
      const loaded = sh`ss -Hltnp ${`sport = :${port}`} | grep haproxy`;
      return [
        packages({ names: ['haproxy'] }),
        config,
        service({ unit: 'haproxy', running: true, enabled: true, reloadOn: [config], loaded }),
      ];
    },
  };

  for (const [name, web] of Object.entries(webServers)) {
    it(`serves throughout: ${name}, with a word that it doesn't know, and a port that somebody else has`, async () => {
      try {
        assert.equal((await site.apply(web(8099, 'old'))).trouble, undefined);
        assert.equal(await visit(), 'old\n');
        for (const [port, says] of [
          ['8099 no_such_word', /no_such_word|unknown keyword/],
          [
            22,
            new RegExp(
              `the last working configuration of ${name}.* was restored, and the service is running`,
            ),
          ],
        ] as const) {
          const missed = await countMissed(visit, async () => {
            const { outcome, trouble } = await site.apply(web(port, 'new'));
            assert.equal(outcome, 'failed');
            assert.match(trouble?.output ?? '', says);
          });
          assert.equal(missed, 0);
          assert.equal(await visit(), 'old\n');
        }
        assert.notDeepEqual((await site.plan(web(8099, 'new'))).changes, []);
        assert.equal((await site.apply(web(8099, 'new'))).trouble, undefined);
        assert.equal(await visit(), 'new\n');
        assert.equal(await bed.run(sh`ls /run/trueup/good`), '');
      } finally {
        await bed.run(sh`
rm -rf /run/trueup/good /etc/nginx/conf.d/tried.conf /var/lib/trueup/stamps/${name}.service
DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge --auto-remove ${name} >/dev/null 2>&1`);
      }
    });
  }
});
