// nginx believes its balancers alone, and goes on serving what it can while the application is away.
import assert from 'node:assert/strict';
import { hashedNames } from '../../../roles/nginx/hashed-names.js';
import { debian13, ubuntu2404 } from './declared.js';
import { stackOf, type Plan } from './stack.js';

const config = (plan: Plan = {}, facts = debian13): Promise<string> =>
  stackOf(plan).then((stack) => stack.text('web1', 'file /etc/nginx/nginx.conf', facts));

/** What stands in the block that starts with a line like this, without inner blocks' lines. */
function block(text: string, start: string): string {
  const from = text.indexOf(`${start} {`);
  assert.ok(from >= 0, `there is no ${start}`);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && --depth === 0) return text.slice(from, at);
  }
  throw new Error(`${start} has no end`);
}

describe('the role nginx', () => {
  it('takes the client’s address from the balancers, and from nobody else', async () => {
    const text = await config();
    assert.deepEqual(text.match(/set_real_ip_from .*/g), [
      'set_real_ip_from 10.0.0.11;',
      'set_real_ip_from 10.0.0.12;',
    ]);
    assert.match(text, /real_ip_header proxy_protocol;/);
    const listens = text.match(/listen .*:(80|443)\b.*/g) ?? [];
    assert.equal(listens.length, 8);
    assert.deepEqual(
      listens.filter((line) => !line.includes(' proxy_protocol')),
      [],
    );
  });

  it('speaks plain TLS where there is no balancer', async () => {
    const text = await config({ balancers: 0 });
    assert.doesNotMatch(text, /proxy_protocol|set_real_ip_from/);
    assert.match(text, /listen 0\.0\.0\.0:443 ssl;/);
  });

  it('knows every application server', async () => {
    const upstream = block(await config({ webs: 2, apps: 2 }), 'upstream app');
    assert.deepEqual(upstream.match(/server \S+/g), ['server 10.0.0.31:8000', 'server 10.0.0.32:8000']);
    assert.match(upstream, /least_conn;[^]*keepalive 32;/, 'keepalive comes after the method');
  });

  it('serves files alone where there is no application server', async () => {
    const text = await config({ apps: 0 });
    assert.doesNotMatch(text, /upstream app|proxy_pass/);
    assert.match(block(text, 'location @app'), /return 404;/);
  });

  it('sends no request twice that may have had an effect', async () => {
    const app = block(await config(), 'location @app');
    assert.match(app, /proxy_next_upstream error timeout;/);
    assert.match(app, /proxy_http_version 1\.1;/);
  });

  it('gives its security headers at every level that has a header of its own', async () => {
    const text = await config();
    for (const start of ['location /', 'location = /-/maintenance.html']) {
      const inner = block(text, start);
      assert.match(inner, /add_header Cache-Control/);
      for (const name of ['Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options'])
        assert.match(inner, new RegExp(`add_header ${name} \\$site_[a-z_]+ always;`));
    }
    assert.doesNotMatch(block(text, 'location @app'), /add_header/, 'it has none, so it inherits all');
  });

  it('asks the application for everything where it has no files of its own', async () => {
    const text = await config({ siteFiles: '' });
    assert.match(block(text, 'location /'), /proxy_pass http:\/\/app;/);
    assert.doesNotMatch(text, /try_files|@app|root \/srv\/www\/site|static_cache/);
    const stack = await stackOf({ siteFiles: '' });
    const ids = (await stack.resources('web1')).map(({ id }) => id);
    assert.ok(!ids.includes('release /srv/www/site'), ids.join());
  });

  it('gives a header of its own only where the application gave none', async () => {
    const text = await config();
    const hsts = block(text, 'map $upstream_http_strict_transport_security $site_strict_transport_security');
    assert.match(hsts, /default '';\s*'' "max-age=300";/);
    assert.doesNotMatch(await config({ nginxMore: ', hsts_seconds: 0' }), /strict_transport_security/);
  });

  it('takes a digest in a file name for one, and no date, number or word', () => {
    const isHashed = (path: string): boolean =>
      hashedNames.some((pattern) => new RegExp(pattern.slice(1)).test(path));
    const hashed =
      'app.3f2a1b9c.css main-8e0d62a03b.chunk.js app.3f2a1b9c.js.map index-BxY12zAb.js chunk-AB3CD4EF.mjs inter-Bx9zQ1Lk.woff2';
    const plain =
      'report-20240131.pdf backup-20240131b.zip invoice-1234567890.pdf cafe-deadbeef.html app-Berlin2024.js app-VERSION2.js jquery.3.7.1.js photo-iPhone15Pro.jpg site.webmanifest menu-2024dec31.pdf agenda-24feb2025.pdf img-20240131ab.jpg auth-OAuth2Client.js player-Mp3Decoder.js three.WebGL2Renderer.js Roboto-Latin2Ext.woff2';
    for (const name of hashed.split(' ')) assert.equal(isHashed(`/static/${name}`), true, name);
    for (const name of plain.split(' ')) assert.equal(isHashed(`/static/${name}`), false, name);
  });

  it('has each type of file once', async () => {
    const types = block(await config(), '    types')
      .split(/[{;]/)
      .slice(1);
    const endings = types.flatMap((line) => line.trim().split(/\s+/).slice(1));
    assert.ok(endings.includes('mjs') && endings.includes('webmanifest'));
    assert.deepEqual([...new Set(endings)], endings);
  });

  it('gives HTTP/2 on an old release the same room for heads', async () => {
    const old = await config({}, { ...debian13, os: { id: 'debian', version: '11', codename: 'bullseye' } });
    assert.match(old, /http2_max_field_size 16k;\s*http2_max_header_size 48k;/);
    assert.doesNotMatch(await config(), /http2_max/);
  });

  it('counts no limit for those whom the inventory names', async () => {
    const text = await config({ nginxMore: ', unlimited_clients: [10.9.0.0/16, "2001:db8::/32"]' });
    assert.match(block(text, 'geo $has_limits'), /10\.9\.0\.0\/16 0;\s*2001:db8::\/32 0;/);
    assert.doesNotMatch(text, /192\.168/);
    const none = await config({ nginxMore: ', client_requests_per_second: 0, client_requests_at_once: 0' });
    assert.doesNotMatch(none, /limit_req |limit_conn at_once/);
  });

  it('counts none for private addresses where no balancer is declared: it may be another one’s', async () => {
    const text = await config({ balancers: 0, nginxMore: ', unlimited_clients: [10.0.0.0/8]' });
    const limits = block(text, 'geo $has_limits');
    assert.match(limits, /default 1;/);
    assert.deepEqual((limits.match(/\S+(?= 0;)/g) ?? []).sort(), [
      '10.0.0.0/8',
      '100.64.0.0/10',
      '172.16.0.0/12',
      '192.168.0.0/16',
      'fc00::/7',
    ]);
  });

  it('counts what a client asks for by its address of IPv4, or the /64 of one of IPv6', async () => {
    const text = await config();
    const [, source = ''] =
      /map \$binary_remote_addr \$client_network \{\s*default \$binary_remote_addr;\s*"~\(\?s\)(.*)" \$first_half;/.exec(
        text,
      ) ?? [];
    const network = new RegExp(source, 's');
    const bytes = (...all: readonly number[]): string => String.fromCharCode(...all);
    assert.equal(network.exec(bytes(10, 0, 0, 10)), null);
    const half = bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 10, 13);
    assert.equal(network.exec(half + bytes(0, 0, 0, 0, 0, 0, 0, 10))?.groups?.['first_half'], half);
    assert.match(block(text, 'map $has_limits $limited_client'), /1 \$client_network;/);
    for (const zone of ['limit_conn_zone', 'limit_req_zone'])
      assert.match(text, new RegExp(`${zone} \\$limited_client `));
  });

  it('writes HTTP/2 as the distribution’s nginx understands it', async () => {
    assert.match(await config(), /^ +http2 on;$/m);
    const old = await config({}, ubuntu2404);
    assert.doesNotMatch(old, /http2 on;/);
    assert.match(old, /listen 0\.0\.0\.0:443 ssl http2 proxy_protocol;/);
  });

  it('offers a post-quantum key exchange where OpenSSL has one', async () => {
    assert.match(await config(), /ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;/);
    assert.match(await config({}, ubuntu2404), /ssl_ecdh_curve X25519:prime256v1:secp384r1;/);
  });

  it('answers no unknown name, and shows it no certificate', async () => {
    const text = await config();
    assert.match(
      text,
      /listen 0\.0\.0\.0:443 ssl proxy_protocol default_server;[^}]*ssl_reject_handshake on;/,
    );
    assert.match(text, /listen 0\.0\.0\.0:80 proxy_protocol default_server;[^}]*return 444;/);
  });

  it('tells its health to the balancers alone', async () => {
    const text = await config();
    const asks = block(text, 'geo $asks_for_health');
    assert.deepEqual(asks.match(/\S+ 1;/g), ['127.0.0.1 1;', '10.0.0.11 1;', '10.0.0.12 1;']);
    assert.match(block(text, 'location = /-/nginx-health'), /if \(\$asks_for_health = 0\) \{\s*return 403;/);
    assert.match(text, /listen 127\.0\.0\.1:8081;/, 'its figures are the host’s own');
  });

  it('sends other names and plain HTTP to the site', async () => {
    const stack = await stackOf({ nginxMore: ', server_aliases: [foobar.com]' });
    const text = await stack.text('web1', 'file /etc/nginx/nginx.conf');
    assert.match(
      text,
      /server_name www\.foobar\.com foobar\.com;\s*return 301 https:\/\/www\.foobar\.com\$request_uri;/,
    );
    assert.match(text, /http2 on;\s*server_name foobar\.com;/);
  });

  it('has another id for another configuration, and the same for the same', async () => {
    const id = (text: string): string | undefined => /Configuration ([0-9a-f]{16})$/m.exec(text)?.[1];
    const one = await config();
    assert.match(id(one) ?? '', /^[0-9a-f]{16}$/);
    assert.ok(block(one, 'location = /config').includes(id(one) ?? '-'));
    assert.equal(id(await config()), id(one));
    assert.notEqual(id(await config({ apps: 2 })), id(one));
  });

  it('tests the whole configuration where it is staged, before it replaces the old one', async () => {
    const stack = await stackOf();
    const file = (await stack.resources('web1')).find(({ id }) => id === 'file /etc/nginx/nginx.conf');
    const { content, validate } = file?.want as {
      content: string;
      validate: (staged: string) => { text: string };
    };
    assert.equal(validate('/etc/nginx/.new').text, `nginx -t -q -c '/etc/nginx/.new'`);
    assert.equal(content.match(/^ *include .*/gm), null);
  });

  it('refuses a header that would end its quotes', async () => {
    await assert.rejects(
      stackOf({ nginxMore: `, content_security_policy: 'a" always; return 200 "' ` }),
      /content_security_policy/,
    );
  });
});
