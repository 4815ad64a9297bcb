// Settings of a connection: what the inventory, ssh_config and the defaults make together.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../lib/model/fleet.js';
import { chooseTransport } from '../../../lib/ssh/choose-transport.js';
import { opensshFailure } from '../../../lib/ssh/config/explain-openssh-failure.js';
import { opensshArguments, opensshConfig } from '../../../lib/ssh/config/openssh-arguments.js';
import { readProxyJump } from '../../../lib/ssh/config/read-proxy-jump.js';
import { expandPath, hostKeyPolicy } from '../../../lib/ssh/config/parse-settings.js';
import { resolveTarget } from '../../../lib/ssh/config/resolve-target.js';
import { readSshConfig } from '../../../lib/ssh/config/run-ssh-g.js';
import type { Target } from '../../../lib/ssh/link/target.js';
import { Unreached } from '../../../lib/ssh/link/unreachable-error.js';

const bare: Connection = {
  transport: 'auto',
  host: '10.0.0.1',
  configFile: 'none',
  connectTimeoutSeconds: 10,
  become: true,
  becomeUser: 'root',
};
const options = { home: '/home/ann', user: 'ann', acceptNew: false };
const resolve = (more: Partial<Connection> = {}): Promise<Target> =>
  resolveTarget('box', { ...bare, ...more }, options);

describe('readProxyJump', () => {
  it('reads users, ports, IPv6 addresses and URIs', () => {
    assert.deepEqual(readProxyJump('box', 'a, me@b:2222,[::1]:22,ssh://you@c:23'), [
      { alias: 'a' },
      { alias: 'b', user: 'me', port: 2222 },
      { alias: '::1', port: 22 },
      { alias: 'c', user: 'you', port: 23 },
    ]);
    assert.deepEqual(readProxyJump('box', 'none'), []);
  });
  for (const wrong of ['a:0', 'a:99999', '-oProxyCommand=x', 'me@-x', 'a b', 'a,,b']) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => readProxyJump('box', wrong), { code: 'E_INPUT' });
    });
  }
});

describe('resolveTarget', () => {
  it('has defaults for everything', async () => {
    const target = await resolve();
    assert.equal(target.port, 22);
    assert.equal(target.user, 'ann');
    assert.equal(target.knownAs, '10.0.0.1');
    assert.equal(target.policy, 'yes');
    assert.deepEqual(target.userKnownHosts, ['/home/ann/.ssh/known_hosts', '/home/ann/.ssh/known_hosts2']);
    assert.equal(target.globalKnownHosts[0], '/etc/ssh/ssh_known_hosts');
    assert.equal(target.keysNamed, false);
  });

  it('waits for a sign of life as long as the host is given', async () => {
    assert.equal((await resolve()).keepaliveSeconds, 15);
    assert.equal((await resolve({ connectTimeoutSeconds: 60 })).keepaliveSeconds, 90);
    const told = { ...options, keepaliveSeconds: 1 };
    assert.equal((await resolveTarget('box', bare, told)).keepaliveSeconds, 1);
  });

  it('offers a named key and no other, and knows a port by its brackets', async () => {
    const target = await resolve({
      port: 2222,
      privateKeyFile: '~/keys/%r',
      user: 'root',
      knownHostsFile: '/x',
    });
    assert.deepEqual(target.keyFiles, ['/home/ann/keys/root']);
    assert.equal(target.identitiesOnly, true);
    assert.equal(target.knownAs, '[10.0.0.1]:2222');
    assert.deepEqual([target.userKnownHosts, target.globalKnownHosts], [['/x'], []]);
  });

  it('gives a jump server the key after those that are its own, but never the password', async () => {
    const usual = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'].map(
      (name) => `/home/ann/.ssh/${name}`,
    );
    const { Secret } = await import('../../../lib/model/secret.js');
    const target = await resolve({ proxyJump: 'me@a,b', privateKeyFile: '/k', password: new Secret('s') });
    assert.deepEqual(
      target.hops.map((hop) => [hop.user, hop.address, hop.keyFiles, hop.password]),
      [
        ['me', 'a', [...usual, '/k'], undefined],
        ['ann', 'b', [...usual, '/k'], undefined],
      ],
    );
    assert.deepEqual(
      target.hops.map((hop) => hop.identitiesOnly),
      [false, false],
    );
  });

  it('asks nobody what to do with an unknown key', () => {
    assert.equal(hostKeyPolicy(undefined, 'ask', false), 'yes');
    assert.equal(hostKeyPolicy('yes', undefined, true), 'accept-new');
    assert.equal(hostKeyPolicy(undefined, 'accept-new', false), 'accept-new');
    assert.equal(hostKeyPolicy('no', undefined, true), 'no');
    assert.equal(hostKeyPolicy('yes', 'no', false), 'yes');
  });

  it('leaves tokens alone that it does not know', () => {
    assert.equal(expandPath('~/%h/%%/%C', { home: '/h', address: 'a' }), '/h/a/%/%C');
  });
});

describe('chooseTransport', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('takes OpenSSH for a hardware key', async () => {
    const type = 'sk-ssh-ed25519@openssh.com';
    const blob = Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.alloc(40)]);
    writeFileSync(join(folder, 'hard.pub'), `${type} ${blob.toString('base64')} token\n`);
    const target = await resolve({ privateKeyFile: join(folder, 'hard'), knownHostsFile: '/none' });
    const choice = await chooseTransport(target, options);
    assert.deepEqual(choice, {
      transport: 'openssh',
      because: `${join(folder, 'hard')} is a hardware key (${type})`,
    });
  });

  it('takes OpenSSH for a server on the way that needs it', async () => {
    const target = await resolve({ knownHostsFile: '/none' });
    const hop = { ...target, address: 'gate', config: readSshConfig('revokedhostkeys /revoked\n') };
    const choice = await chooseTransport({ ...target, hops: [hop] }, options);
    assert.deepEqual(choice, {
      transport: 'openssh',
      because: 'RevokedHostKeys is set for gate',
    });
  });
});

describe('the settings of the ssh program', () => {
  it("hold no secret and win over the operator's own file", async () => {
    const { Secret } = await import('../../../lib/model/secret.js');
    const connection = { ...bare, password: new Secret('geheim'), knownHostsFile: '/k "h', port: 23 };
    const target = await resolve(connection);
    const config = opensshConfig(target, connection, options, ['/home/ann/.ssh/config']);
    const args = opensshArguments(target, connection, { config: '/c', log: '/l' }, true);
    assert.ok(!config.includes('geheim') && !args.join(' ').includes('geheim'));
    assert.ok(config.indexOf('UserKnownHostsFile') < config.indexOf('Include'));
    assert.ok(config.includes('"/k \\"h"'));
    assert.deepEqual(args.slice(-2), ['--', '10.0.0.1']);
  });
});

describe('what the ssh program says', () => {
  const cases: readonly (readonly [said: string, kind: string])[] = [
    ['ssh: connect to host a port 22: Connection refused', 'refused'],
    ['ssh: connect to host a port 22: Connection timed out', 'timeout'],
    ['ssh: connect to host a port 22: No route to host', 'unreachable'],
    ['ssh: Could not resolve hostname a: Name or service not known', 'name'],
    ['kex_exchange_identification: Connection closed by remote host', 'closed'],
    [
      'Unable to negotiate with a port 22: no matching host key type found. Their offer: ssh-dss',
      'algorithms',
    ],
    ['channel 0: open failed: administratively prohibited: open failed', 'forbidden'],
  ];
  for (const [said, kind] of cases) {
    it(`is of kind ${kind}: ${said}`, async () => {
      const error = opensshFailure(await resolve(), `debug1: something\n${said}\n`, '', 'status 255');
      assert.ok(error instanceof Unreached);
      assert.equal(error.kind, kind);
      assert.equal(error.message, said);
    });
  }
  for (const [said, kind] of [
    ['Not allowed at this time', 'penalty'],
    ['Exceeded MaxStartups', 'overloaded'],
  ] as const)
    it(`is of kind ${kind} where the server says ${said} instead of greeting`, async () => {
      const log = `debug1: kex_exchange_identification: banner line 0: ${said}\n`;
      const closed = 'kex_exchange_identification: Connection closed by remote host\n';
      const error = opensshFailure(await resolve(), log + closed, '', 'status 255');
      assert.ok(error instanceof Unreached);
      assert.equal(error.kind, kind);
      assert.equal(error.message, `10.0.0.1 reported: ${said}`);
    });

  it('says how ssh ended where ssh itself said nothing', async () => {
    const error = opensshFailure(await resolve(), 'debug1: something\n', '', 'SIGKILL');
    assert.equal(error.message, 'ssh ended without a message (SIGKILL)');
  });

  it('is a refused login, which nobody retries', async () => {
    const error = opensshFailure(await resolve(), '', 'me@a: Permission denied (publickey).', 'status 255');
    assert.ok(!(error instanceof Unreached));
    assert.match(error.message, /Permission denied \(publickey\)/);
  });
});
