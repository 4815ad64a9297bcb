// Both balancers are alike, ask the web servers as visitors do, and end TLS only where told to.
import assert from 'node:assert/strict';
import { wholeOf } from '../../../lib/compile/role-instances.js';
import { factlessScopeOf } from '../../../lib/compile/role-scope.js';
import type { Role } from '../../../lib/model/role.js';
import { haproxy } from '../../../roles/haproxy/role.js';
import { debian13, ubuntu2404 } from './declared.js';
import { stackOf, type Plan } from './stack.js';

const file = 'file /etc/haproxy/haproxy.cfg';
const config = (plan: Plan = {}, facts = debian13): Promise<string> =>
  stackOf(plan).then((stack) => stack.text('lb1', file, facts));

const ownTls = `
haproxy: {mode: http, certificate: site.pem, certificate_key: !file site.key, backend_authority: ca.pem}`;

describe('the role haproxy', () => {
  it('gives both balancers the same bytes, whichever distribution’s address they have', async () => {
    const stack = await stackOf();
    assert.equal(await stack.text('lb1', file), await stack.text('lb2', file));
    assert.equal(await stack.text('lb1', file), await stack.text('lb1', file, ubuntu2404));
  });

  it('tells each balancer its own address apart from that', async () => {
    const stack = await stackOf();
    const unit = 'systemd.unit haproxy.service.d/zz-trueup.conf';
    assert.match(await stack.text('lb2', unit), /^Environment=PRIVATE_ADDRESS=10\.0\.0\.12$/m);
    assert.match(await stack.text('lb2', file), /bind "\$\{PRIVATE_ADDRESS\}:8404"/);
  });

  it('passes TLS through to every web server, with the client’s address', async () => {
    const text = await config({ webs: 2 });
    assert.match(text, /^ {4}mode tcp$/m);
    assert.doesNotMatch(text, /ssl crt/);
    const servers = text.match(/server web\d \S+:443 .*/g) ?? [];
    assert.deepEqual(
      servers.map((line) => line.split(' ').slice(1, 3).join(' ')),
      ['web1 10.0.0.21:443', 'web2 10.0.0.22:443'],
    );
    for (const server of servers) {
      assert.match(server, / send-proxy-v2 /);
      assert.match(server, / check-ssl verify none .*check check-send-proxy check-sni www\.foobar\.com /);
    }
  });

  it('asks for nginx’s health under the site’s name', async () => {
    const text = await config();
    assert.match(
      text,
      /http-check send meth GET uri \/-\/nginx-health ver HTTP\/1\.1 hdr Host www\.foobar\.com /,
    );
    assert.match(text, /http-check expect status 200/);
  });

  it('ends TLS where told to, and verifies the web servers’ own', async () => {
    const text = await config({ vars: ownTls });
    assert.match(
      text,
      /bind \*:443 ssl crt \/etc\/haproxy\/tls\/site\.pem alpn h2,http\/1\.1 curves "\$\{TLS_CURVES\}"/,
    );
    assert.match(text, /ssl-default-bind-options prefer-client-ciphers ssl-min-ver TLSv1\.2 no-tls-tickets/);
    assert.match(
      text,
      /server web1 10\.0\.0\.21:443 ssl verify required ca-file \/etc\/haproxy\/tls\/web-authority\.pem sni str\(www\.foobar\.com\)/,
    );
    assert.match(text, /http-request redirect prefix https:\/\/www\.foobar\.com code 301/);
  });

  it('is the same on balancers of different releases, while each offers the curves that it can', async () => {
    const stack = await stackOf({ vars: ownTls });
    assert.equal(await stack.text('lb1', file, ubuntu2404), await stack.text('lb2', file, debian13));
    const unit = 'systemd.unit haproxy.service.d/zz-trueup.conf';
    assert.match(
      await stack.text('lb1', unit, ubuntu2404),
      /^Environment=TLS_CURVES=X25519:prime256v1:secp384r1$/m,
    );
    assert.match(await stack.text('lb2', unit, debian13), /^Environment=TLS_CURVES=X25519MLKEM768:X25519:/m);
  });

  it('refuses to end TLS without a certificate', async () => {
    const stack = await stackOf({ vars: '\nhaproxy: {mode: http}' });
    await assert.rejects(stack.resources('lb1'), { code: 'E_INPUT', message: /there is no certificate/ });
  });

  it('refuses to balance nothing', async () => {
    const stack = await stackOf({ webs: 0 });
    await assert.rejects(stack.resources('lb1'), { code: 'E_INPUT', message: /no web server/ });
  });

  it('lets no connection hang on a dead web server, though a process that was replaced makes no checks', async () => {
    for (const vars of ['', ownTls])
      for (const server of (await config({ vars })).match(/^ {4}server web1 .*$/gm) ?? [])
        assert.match(server, / tcp-ut 10s /);
    assert.doesNotMatch(await config(), /^[^#]*on-marked-down/m, 'it freezes who waits for a connection');
    assert.match(await config({ vars: ownTls }), /on-marked-down shutdown-sessions$/m);
  });

  it('gives no connection for ever', async () => {
    const text = await config();
    for (const name of 'connect client server queue tunnel http-request http-keep-alive check'.split(' ')) {
      assert.match(text, new RegExp(`^    timeout ${name} \\d+(s|m|h)$`, 'm'));
    }
    assert.match(text, /^ {4}hard-stop-after 24h$/m);
  });

  it('keeps connections free for keepalived’s question when the front door is full', async () => {
    const text = await config();
    const total = Number(/^ {4}maxconn (\d+)$/m.exec(text)?.[1]);
    const each = Number(/defaults[^]*?\n {4}maxconn (\d+)/.exec(text)?.[1]);
    assert.ok(total > 2 * each + 100, `${total} in all, ${each} for each port`);
  });

  it('lets one client have no more connections than its share, on both ports', async () => {
    const limit =
      /track-sc0 src,ipmask\(32,64\) table clients\n {4}tcp-request connection reject if \{ sc0_conn_cur\(clients\) gt 200 \}$/gm;
    assert.equal((await config()).match(limit)?.length, 2);
    const some = await config({ nginxMore: ', unlimited_clients: [10.9.0.0/16]' });
    assert.match(some, /acl unlimited src 10\.9\.0\.0\/16$/m);
    assert.match(some, /gt 200 \} !unlimited$/m);
    assert.doesNotMatch(await config({ vars: '\nhaproxy: {client_connections: 0}' }), /clients/);
  });

  it('tells of a share that is no share', async () => {
    const told = async (vars: string): Promise<readonly string[]> => {
      const { context } = await stackOf({ vars });
      const role = haproxy as Role;
      const host = context.fleet.host('lb1');
      const scope = factlessScopeOf(role, wholeOf(role, host, context.fleet), host, context);
      return [...(role.foresee?.(scope) ?? [])];
    };
    assert.deepEqual(await told(''), []);
    assert.deepEqual(await told('\nhaproxy: {max_connections: 100, client_connections: 99}'), []);
    assert.deepEqual(await told('\nhaproxy: {max_connections: 100}'), [
      'haproxy.client_connections (200) is not below haproxy.max_connections (100), so a single client can use all connections',
    ]);
  });

  it('has room for what nginx takes where it reads requests, and for its own page', async () => {
    assert.match(await config(), /tune\.bufsize 16384$/m);
    assert.match(await config({ vars: ownTls }), /tune\.bufsize 53248$/m);
    assert.match(
      await config({ vars: ownTls, nginxMore: ', response_header_kib: 128' }),
      /tune\.bufsize 135168$/m,
    );
  });

  it('answers for web servers that are all away: over TLS only with a certificate', async () => {
    const plain = await config();
    assert.match(plain, /use_backend unavailable_http if \{ nbsrv\(web_http\) eq 0 \}/);
    assert.doesNotMatch(plain, /unavailable_https/);
    const certified = await config({
      vars: '\nhaproxy: {certificate: site.pem, certificate_key: !file site.key}',
    });
    assert.match(certified, /use_backend unavailable_https if \{ nbsrv\(web_https\) eq 0 \}/);
    assert.match(certified, /bind 127\.0\.0\.1:8407 accept-proxy ssl crt/);
    const http = await config({ vars: ownTls });
    for (const status of [502, 503, 504])
      assert.match(http, new RegExp(`http-error status ${status} .* file /etc/haproxy/unavailable\\.html`));
    assert.match(
      await (await stackOf()).text('lb1', 'file /etc/haproxy/unavailable.html'),
      /www\.foobar\.com/,
    );
  });

  it('refuses half a certificate', async () => {
    const stack = await stackOf({ vars: '\nhaproxy: {certificate: site.pem}' });
    await assert.rejects(stack.resources('lb1'), { code: 'E_INPUT', message: /must be set together/ });
  });

  it('starts before its own address is there', async () => {
    assert.match(await config(), /bind "\$\{PRIVATE_ADDRESS\}:8404" transparent$/m);
    const text = await config({ vars: '\nhaproxy: {bind: ["*", "10.0.0.100", "::"]}' });
    assert.match(text, /bind \*:443\n {4}bind 10\.0\.0\.100:443 transparent\n {4}bind \[::\]:443 v6only$/m);
  });

  it('quotes whatever a password has in it, and lets nobody read it', async () => {
    const stack = await stackOf({ vars: `\nhaproxy: {stats_password: "it's # a $\\\\word"}` });
    const want = (await stack.resources('lb1')).find(({ id }) => id === file)?.want as {
      content: unknown;
      mode: string;
    };
    assert.match(await stack.text('lb1', file), /stats auth 'operator:it'\\''s # a \$\\word'$/m);
    assert.equal(String(want.content), '***');
    assert.equal(want.mode, '0600');
  });

  it('shows its figures to operators on the private address only', async () => {
    const { context } = await stackOf();
    const { openingsOf } = await import('../../../lib/compile/role-scope.js');
    const figures = openingsOf(context.fleet.host('lb1'), context).find(({ port }) => port === 8404);
    assert.deepEqual(figures?.from, ['operators']);
  });
});
