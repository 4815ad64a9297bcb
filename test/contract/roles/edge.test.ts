// The edge under what visitors and operators do to it: large heads, slow clients, floods, reloads, and web servers that are away.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { packages, sh } from '../../../lib/kit.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { freshHost } from '../fresh-host.js';
import { TestBed } from '../test-bed.js';
import { anotherConfigurationIsNamed } from './another-configuration.js';
import { AsBalancer } from './as-balancer.js';
import { EdgeSite, siteName, type Visit } from './edge-site.js';
import { sizesHold } from './edge-sizes.js';

const only = ({ headers }: Visit, name: string): string => {
  const values = headers.get(name) ?? [];
  assert.equal(values.length, 1, `${name}: ${values.join(' | ')}`);
  return values[0] ?? '';
};

describe('the edge, on a real host', function () {
  this.timeout(300_000);
  let connection: Connection;
  let site: EdgeSite;
  let bed: TestBed;
  /** Begun before everything else, and longer than a minute. */
  let download: Promise<Visit>;
  const echoes: string[] = [];
  let hangUp: () => void;

  before(async function () {
    connection = await freshHost.call(this);
    bed = await TestBed.connect(connection);
    site = await EdgeSite.make(connection);
    await site.apply();
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!site) return;
    site.close();
    await bed.close();
  });

  it('has a download and a WebSocket go on while a renewed certificate is loaded', async () => {
    download = site.visit('/app/slowly?n=75');
    const socket = await site.dial();
    socket.on('data', (chunk: Buffer) => echoes.push(chunk.toString('latin1')));
    socket.write(
      `GET /app/socket HTTP/1.1\r\nHost: ${siteName}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    await once(socket, 'data');
    assert.match(echoes.join(''), /^HTTP\/1\.1 101 /);
    const beat = setInterval(() => socket.write('.'), 500);
    hangUp = () => {
      clearInterval(beat);
      socket.destroy();
    };
    const before = (await site.dial()).getPeerCertificate().serialNumber;
    await site.renew();
    const changes = await site.apply();
    assert.deepEqual(
      changes.filter((change) => /: run /.test(change)),
      ['service nginx: run reload', 'service haproxy: run reload'],
    );
    assert.notEqual((await site.dial()).getPeerCertificate().serialNumber, before);
  });

  it('serves a changed file at once, and reloads nothing for it', async () => {
    assert.match((await site.visit('/robots.txt')).body, /^User-agent/);
    site.write('static/robots.txt', '# another\n');
    const changes = await site.apply();
    assert.deepEqual(
      changes.filter((change) => !change.startsWith('release ')),
      [],
    );
    assert.equal((await site.visit('/robots.txt')).body, '# another\n');
  });

  it('shows the index of a folder, with types of today, and believes no date to be a digest', async () => {
    for (const name of [
      'docs/index.html',
      'module.mjs',
      'site.webmanifest',
      'report-20240131.pdf',
      'app.3f2a1b9c.css',
      'assets/plain.js',
    ])
      site.write(`static/${name}`, '{}');
    await site.apply({}, { static_immutable: ['/assets/'] });
    const page = await site.visit('/');
    assert.deepEqual([page.status, page.body], [200, '<h1>first page</h1>']);
    const moved = await site.visit('/docs?x=1');
    assert.deepEqual([moved.status, only(moved, 'location')], [301, '/docs/?x=1']);
    assert.equal((await site.visit('/docs/')).status, 200);
    assert.match(only(await site.visit('/module.mjs'), 'content-type'), /^text\/javascript\b/);
    assert.equal(only(await site.visit('/site.webmanifest'), 'content-type'), 'application/manifest+json');
    const cached = async (url: string): Promise<string> => only(await site.visit(url), 'cache-control');
    assert.equal(await cached('/report-20240131.pdf'), 'public, max-age=3600');
    assert.match(await cached('/app.3f2a1b9c.css'), /max-age=31536000, immutable/);
    assert.match(await cached('/assets/plain.js'), /max-age=31536000, immutable/);
  });

  it('gives each security header once, and the application’s own where it has one', async () => {
    const own = await site.visit('/app/own-policies');
    assert.equal(only(own, 'content-security-policy'), "frame-ancestors 'none'");
    assert.equal(only(own, 'strict-transport-security'), 'max-age=5');
    assert.equal(only(own, 'referrer-policy'), 'no-referrer');
    assert.equal(only(own, 'x-content-type-options'), 'nosniff');
    assert.match(only(own, 'x-request-id'), /^[0-9a-f]{32}$/);
    assert.equal(own.headers.has('x-frame-options'), false, 'who may frame it is said by its own policy');
    const plain = await site.visit('/app/plain');
    assert.equal(only(plain, 'x-frame-options'), 'SAMEORIGIN');
    assert.match(only(plain, 'content-security-policy'), /frame-ancestors 'self'/);
  });

  it('has room for large heads, and refuses larger ones by the status that says why', () =>
    sizesHold(site, 0));

  it('logs whom it refused under the client’s address', async () => {
    assert.equal((await site.visit('/robots.txt', '--request', 'TRACE')).status, 405);
    assert.equal((await site.visit('/app/x', '--header', 'Host: a b')).status, 400);
    const log = await bed.run(sh`cat /var/log/nginx/access.log`);
    const refused = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; client: string })
      .filter(({ status }) => [400, 405, 413, 414, 431, 494].includes(status));
    assert.deepEqual([...new Set(refused.map(({ status }) => status))].sort(), [400, 405, 413, 414, 431]);
    assert.deepEqual([...new Set(refused.map(({ client }) => client))], [site.ownAddress]);
  });

  it('lets one client have no more than its share, and answers the others', async () => {
    const nginx = { client_requests_per_second: 1, header_timeout: '2s', static_immutable: ['/assets/'] };
    await site.apply({ client_connections: 20 }, nginx);
    const idle = Array.from({ length: 150 }, () => site.idle(443));
    await sleep(1500);
    assert.ok(idle.filter(({ readyState }) => readyState !== 'closed').length <= 20);
    const other = await bed.run(sh`
bash -c 'exec 3<>/dev/tcp/127.0.0.1/80; printf "GET / HTTP/1.0\r\nHost: %s\r\n\r\n" "$0" >&3; head -n 1 <&3' ${siteName}`);
    assert.match(other, /^HTTP\/1\.1 301 /);
    // Slow heads: nginx closes what says nothing.
    await Promise.all(
      idle.map(async (socket) => {
        if (!socket.closed) await once(socket, 'close');
      }),
    );
    const statuses = await Promise.all(
      Array.from({ length: 15 }, () => site.visit('/app/x').then(({ status }) => status)),
    );
    assert.ok(statuses.includes(200) && statuses.includes(429), statuses.join(' '));
    assert.ok(
      statuses.every((status) => status === 200 || status === 429),
      statuses.join(' '),
    );
    assert.equal((await site.visit('/robots.txt')).status, 200, 'files are not the application’s');
  });

  it('takes a /64 of IPv6 for one client, as the balancers do', async () => {
    const balancer = await AsBalancer.on(connection);
    // The burst is of two requests, and one more comes in each second.
    const visits = (address: (at: number) => string): Promise<number[]> =>
      Promise.all(Array.from({ length: 8 }, (_, at) => balancer.visit(address(at), '/app/x')));
    try {
      const others = await visits((at) => `2001:db8:1:${at}::1`);
      assert.deepEqual([...new Set(others)], [200]);
      const one = await visits((at) => `2001:db8:2:1:${at}::a`);
      assert.ok(one.includes(200) && one.includes(429), one.join(' '));
    } finally {
      await balancer.close();
    }
  });

  it('has cut nobody, a minute later', async () => {
    const { status, body } = await download;
    assert.deepEqual([status, body.length], [200, 75_000]);
    hangUp();
  });

  const away = async (also?: () => Promise<void>): Promise<void> => {
    const visits = Array.from({ length: 25 }, async (_, at) => {
      await sleep(at * 200);
      return site.ends('/app/x');
    });
    await bed.run(sh`systemctl stop nginx`);
    try {
      assert.ok(!(await Promise.all(visits)).includes(false), 'somebody was forgotten');
      const page = await site.settled(503, '/app/x');
      assert.match(page.body, new RegExp(`<h1>Back soon</h1>[^]*${siteName}`));
      assert.equal(only(page, 'retry-after'), '30');
      assert.equal(only(page, 'cache-control'), 'no-store');
      await also?.();
    } finally {
      await bed.run(sh`systemctl start nginx`);
    }
    await site.settled(200, '/app/x');
  };

  it('ends what hangs on a web server that is gone without a word, also where a reload left it', async () => {
    // nginx waits for the request longer than the second apply takes on a busy machine.
    await site.apply({ timeout_unacknowledged: '2s' }, { header_timeout: '240s' });
    const hangs = await site.dial();
    const closed = once(hangs, 'close');
    await site.apply({ timeout_unacknowledged: '2s', timeout_queue: '11s' }, { header_timeout: '240s' });
    await bed.converge([packages({ names: ['nftables'] })]);
    await bed.run(sh`
nft add table inet gone; nft add chain inet gone input '{ type filter hook input priority 0; }'
nft add rule inet gone input tcp dport 8443 drop; nft add rule inet gone input tcp sport 8443 drop`);
    try {
      // Until then nobody knows: the old process asks no server how it is.
      assert.ok(!hangs.destroyed, 'closed before');
      hangs.write(`GET / HTTP/1.1\r\nHost: ${siteName}\r\n\r\n`);
      await closed;
    } finally {
      await bed.run(sh`nft delete table inet gone`);
    }
    await site.settled(200, '/');
  });

  it('shows the site’s own page while no web server is well, passing TLS through', async () => {
    await site.apply();
    await away(async () => {
      const plain = await site.settled(503, `http://${siteName}/`);
      assert.match(plain.body, /<h1>Back soon<\/h1>/);
    });
  });

  it('does all of that where HAProxy ends TLS', async () => {
    await site.apply({ mode: 'http' });
    await sizesHold(site, 431);
    const another = site.visit('/app/slowly?n=10');
    await sleep(500);
    await site.renew();
    const changes = await site.apply({ mode: 'http' });
    assert.ok(changes.includes('service haproxy: run reload'), changes.join(', '));
    assert.equal((await another).body.length, 10_000);
    await away();
  });

  it('names who has a daemon run with another configuration, and leaves that to its owner', () =>
    anotherConfigurationIsNamed(site, bed));

  it('comes back when it is killed nine times, 0.7 s apart', async () => {
    await bed.run(sh`
for turn in 1 2 3 4 5 6 7 8 9; do
  for unit in nginx haproxy; do systemctl kill --signal=KILL "$unit" || :; done
  sleep 0.7
done`);
    await site.settled(200, '/app/x');
    assert.equal((await bed.run(sh`systemctl is-active nginx haproxy`)).trim(), 'active\nactive');
  });
});
