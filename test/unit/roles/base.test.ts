// The base keeps everybody out who isn't needed, and never the operator.
import assert from 'node:assert/strict';
import type { Facts } from '../../../lib/model/facts.js';
import type { PackagesWant } from '../../../lib/resources/packages/packages.js';
import { base } from '../../../roles/base/role.js';
import { debian13 } from './declared.js';
import { stackOf } from './stack.js';

const ruleset = 'nftables /etc/nftables.d/trueup.nft';
const sshd = 'file /etc/ssh/sshd_config.d/00-trueup.conf';

/** The lines of a ruleset that let somebody in at a port. */
function ways(text: string, port: number | string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(typeof port === 'number' ? `tcp dport ${port} ` : port));
}

describe('the role base', () => {
  it('opens ssh to the operators alone, and drops what nothing names', async () => {
    const text = await (await stackOf()).text('web1', ruleset);
    assert.match(text, /type filter hook input priority filter \+ 5; policy drop;/);
    assert.doesNotMatch(text, /forward/);
    assert.deepEqual(ways(text, 22), [
      'ip saddr { 198.18.77.1/32 } tcp dport 22 accept comment "base: administration"',
    ]);
  });

  it('opens a port to every host of the roles that need it, and to no other', async () => {
    const stack = await stackOf({ webs: 2, apps: 2 });
    for (const web of ['web1', 'web2']) {
      assert.deepEqual(ways(await stack.text(web, ruleset), 443), [
        'ip saddr { 10.0.0.11, 10.0.0.12 } tcp dport 443 accept comment "nginx: HTTPS for www.foobar.com"',
      ]);
    }
    const [way = '', ...more] = ways(await stack.text('app2', ruleset), 8000);
    assert.match(way, /^ip saddr \{ 10\.0\.0\.21, 10\.0\.0\.22 \} tcp dport 8000 accept/);
    assert.deepEqual(more, []);
    assert.deepEqual(ways(await stack.text('db1', ruleset), 443), []);
  });

  it('lets anyone come to a balancer’s site, only its peer send VRRP, and only operators see its figures', async () => {
    const text = await (await stackOf()).text('lb2', ruleset);
    assert.deepEqual(ways(text, 443), ['tcp dport 443 accept comment "haproxy: HTTPS for the site"']);
    assert.match(ways(text, 'l4proto 112')[0] ?? '', /^ip saddr \{ 10\.0\.0\.11 \} meta l4proto 112 accept/);
    assert.match(ways(text, 8404)[0] ?? '', /^ip saddr \{ 198\.18\.77\.1\/32 \} tcp dport 8404 accept/);
  });

  it('opens the web servers to anyone where no balancer stands before them', async () => {
    const text = await (await stackOf({ balancers: 0 })).text('web1', ruleset);
    assert.match(ways(text, 443)[0] ?? '', /^tcp dport 443 accept/);
  });

  it('sorts operators’ ranges by family, and takes what no role knows of', async () => {
    const vars = `
    extra_openings: [{port: 9100, from: [10.9.0.0/16, "2001:db8::/32"], why: monitoring}]`;
    const stack = await stackOf({ operators: '198.18.77.1/32, "fd00::/8"', baseMore: vars });
    const text = await stack.text('db1', ruleset);
    assert.deepEqual(
      ways(text, 22).map((line) => line.replace(/ tcp.*/, '')),
      ['ip saddr { 198.18.77.1/32 }', 'ip6 saddr { fd00::/8 }'],
    );
    assert.deepEqual(
      ways(text, 9100).map((line) => line.replace(/ tcp.*/, '')),
      ['ip saddr { 10.9.0.0/16 }', 'ip6 saddr { 2001:db8::/32 }'],
    );
  });

  it('tells only neighbours that a port is closed, and nobody where that is not wanted', async () => {
    const told = await (await stackOf()).text('db1', ruleset);
    assert.match(
      told,
      /ip saddr \{ 198\.18\.77\.1\/32, 10\.0\.0\.11, .* \} meta l4proto tcp reject with tcp reset/,
    );
    const silent = await (await stackOf({ baseMore: '\n    reject_fleet: false' })).text('db1', ruleset);
    assert.doesNotMatch(silent, /reject/);
  });

  it('takes no passwords and no root, unless told to', async () => {
    const text = await (await stackOf()).text('db1', sshd);
    assert.match(text, /^PasswordAuthentication no$/m);
    assert.match(text, /^PermitRootLogin no$/m);
    const open = await stackOf({
      baseMore: '\n    ssh_passwords: true\n    ssh_root_login: prohibit-password',
    });
    assert.match(await open.text('db1', sshd), /^PasswordAuthentication yes$/m);
    assert.match(await open.text('db1', sshd), /^PermitRootLogin prohibit-password$/m);
  });

  for (const [vars, message] of [
    [
      'ansible_user: root',
      /db1: the inventory logs in as root, but base configures sshd to refuse root logins/,
    ],
    [
      'ansible_password: long-enough',
      /db1: the inventory logs in with a password, but base configures sshd to refuse passwords/,
    ],
  ] as const) {
    it(`refuses to lock out who logs in by ${vars.replace(/:.*/, '')}`, async () => {
      const stack = await stackOf({ vars });
      await assert.rejects(stack.resources('db1'), { code: 'E_INPUT', message });
    });
  }

  it('takes the controller for an operator where told so: whoever the host sees', async () => {
    const stack = await stackOf({ operators: 'controller, 198.18.77.1' });
    const from = async (client?: string): Promise<readonly string[]> => {
      const facts = { ...debian13, ...(client !== undefined && { client }) };
      return ways(await stack.text('db1', ruleset, facts), 22).map((line) => line.replace(/ tcp.*/, ''));
    };
    assert.deepEqual(await from('10.0.3.1'), ['ip saddr { 10.0.3.1, 198.18.77.1 }']);
    assert.deepEqual(await from('198.18.77.1'), ['ip saddr { 198.18.77.1 }']);
    assert.deepEqual(await from('2001:db8::9'), ['ip saddr { 198.18.77.1 }', 'ip6 saddr { 2001:db8::9 }']);
    await assert.rejects(from(), {
      code: 'E_INPUT',
      message: /the controller's address/,
    });
  });

  it('refuses a controller that the firewall would keep out, before anything is changed', async () => {
    const more = `
    extra_openings: [{port: 22, from: [10.9.0.0/16], why: backup}, {port: 23, from: [10.8.0.1], why: old}]`;
    const stack = await stackOf({ operators: '198.18.77.0/24, "fd00::/8"', baseMore: more });
    const from = (client: string) => stack.resources('db1', { ...debian13, client });
    for (const client of ['198.18.77.9', 'fd00::1', '10.9.1.1', '127.0.0.1', '::1']) await from(client);
    for (const client of ['198.18.78.9', 'fe80::1', '10.8.0.1', '10.0.3.1'])
      await assert.rejects(from(client), {
        code: 'E_INPUT',
        message: `db1: the controller connects from ${client}, which is not in base.operators, so the firewall would block it`,
      });
  });

  it('offers what the release does without SHA-1, or only what auditors like', async () => {
    const usual = await (await stackOf()).text('db1', sshd);
    assert.match(usual, /^HostKeyAlgorithms -ssh-rsa,ssh-rsa-cert-v01@openssh\.com$/m);
    assert.doesNotMatch(usual, /nistp/);
    const modern = await (await stackOf({ baseMore: '\n    ssh_crypto: modern' })).text('db1', sshd);
    assert.match(modern, /^KexAlgorithms -ecdh-sha2-nistp\*,/m);
    assert.match(modern, /^HostKeyAlgorithms -ecdsa-sha2-nistp\*,/m);
  });

  it('gives a login three times what the controller waits, and half a minute at least', async () => {
    assert.match(await (await stackOf()).text('db1', sshd), /^LoginGraceTime 30$/m);
    const slow = await stackOf({ vars: 'ansible_timeout: 60' });
    assert.match(await slow.text('db1', sshd), /^LoginGraceTime 180$/m);
  });

  it('refuses a fleet whose addresses are names, which a firewall can’t take', async () => {
    const stack = await stackOf({ vars: 'private_address: db.example.org' });
    await assert.rejects(stack.resources('db1'), { code: 'E_INPUT', message: /is not an IP address/ });
  });

  it('asks no container to keep its clock', async () => {
    const stack = await stackOf();
    const ids = async (virtualization: string): Promise<readonly string[]> =>
      (await stack.resources('db1', { ...debian13, virtualization })).map(({ id }) => id);
    assert.ok((await ids('kvm')).includes('service systemd-timesyncd'));
    assert.ok(!(await ids('systemd-nspawn')).includes('service systemd-timesyncd'));
  });

  const timeOf = async (
    timeDaemon: Facts['timeDaemon'],
    more = '',
  ): Promise<{ services: readonly string[]; names: readonly string[]; absent: readonly string[] }> => {
    const stack = await stackOf({ baseMore: more });
    const resources = await stack.resources('db1', { ...debian13, ...(timeDaemon && { timeDaemon }) });
    const daemon = /timesyncd|chrony|ntp/;
    const want = resources.find(({ type }) => type.type === 'apt.packages')?.want as PackagesWant;
    return {
      services: resources.map(({ id }) => id).filter((id) => id.startsWith('service ') && daemon.test(id)),
      names: want.names.filter((name) => daemon.test(name)),
      absent: want.absent ?? [],
    };
  };

  for (const [there, unit, name] of [
    [undefined, 'systemd-timesyncd', 'systemd-timesyncd'],
    ['timesyncd', 'systemd-timesyncd', 'systemd-timesyncd'],
    ['chrony', 'chrony', 'chrony'],
    ['ntpsec', 'ntpsec', 'ntpsec'],
    ['openntpd', 'openntpd', 'openntpd'],
  ] as const) {
    it(`lets ${there ?? 'nothing'} that is there keep the clock: ${unit}`, async () => {
      assert.deepEqual(await timeOf(there), { services: [`service ${unit}`], names: [name], absent: [] });
    });
  }

  it('takes the time daemon that is named, and the others away', async () => {
    const { services, names, absent } = await timeOf('timesyncd', '\n    time_sync: chrony');
    assert.deepEqual([services, names], [['service chrony'], ['chrony']]);
    assert.ok(absent.includes('systemd-timesyncd') && !absent.includes('chrony'));
    assert.deepEqual((await timeOf('chrony', '\n    time_sync: none')).services, []);
  });

  it('gives each time daemon the servers in its own words, and says where it can’t', async () => {
    const more = '\n    ntp_servers: [10.0.0.123]';
    const text = async (timeDaemon: Facts['timeDaemon'], path: string): Promise<string> =>
      (await stackOf({ baseMore: more })).text('db1', `file ${path}`, {
        ...debian13,
        ...(timeDaemon && { timeDaemon }),
      });
    assert.equal(
      await text(undefined, '/etc/systemd/timesyncd.conf.d/10-trueup.conf'),
      '[Time]\nNTP=10.0.0.123\n',
    );
    const server = 'server 10.0.0.123 iburst\n';
    assert.equal(await text('chrony', '/etc/chrony/sources.d/10-trueup.sources'), server);
    assert.equal(await text('ntpsec', '/etc/ntpsec/ntp.d/10-trueup.conf'), server);
    await assert.rejects(timeOf('openntpd', more), {
      code: 'E_INPUT',
      message: /db1: its clock is set by openntpd, which doesn't support ntp_servers/,
    });
  });

  it('gives every host the names of all', async () => {
    const stack = await stackOf({ baseMore: '\n    domain: example.org' });
    const hosts = (await stack.resources('db1')).find(({ id }) => id.startsWith('hostsEntries'));
    const { entries } = hosts?.want as { entries: readonly { address: string; names: readonly string[] }[] };
    assert.deepEqual(entries[0], { address: '10.0.0.11', names: ['lb1.example.org', 'lb1'] });
    assert.equal(entries.length, stack.context.fleet.hosts.length);
  });

  it('says what the schema says of every variable', () => {
    const { properties } = base.vars as unknown as { properties: Record<string, { description?: string }> };
    const silent = Object.entries(properties).filter(([, { description }]) => !description);
    assert.deepEqual(silent, []);
  });
});
