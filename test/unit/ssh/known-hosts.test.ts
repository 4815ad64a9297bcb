// Which lines of known_hosts speak of a host, and what they say of its key.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Algorithms } from 'ssh2';
import { algorithmsFor } from '../../../lib/ssh/host-keys/algorithms.js';
import { judgeHostKey, knownTypes } from '../../../lib/ssh/host-keys/compare-host-key.js';
import { HostKeyGuard } from '../../../lib/ssh/host-keys/host-key-policy.js';
import { fingerprint, keyType } from '../../../lib/ssh/host-keys/key-blob.js';
import { hashName, namesHost, readKnownHosts } from '../../../lib/ssh/host-keys/known-hosts.js';
import { loadKnownHosts } from '../../../lib/ssh/host-keys/load-known-hosts.js';
import { rememberHostKey } from '../../../lib/ssh/host-keys/remember-host-key.js';
import { newPair, targetAt } from './hostile-server.js';

const [mine, other] = [newPair().blob, newPair().blob];
const text = (blob: Buffer): string => `${keyType(blob)} ${blob.toString('base64')}`;
const verdict = (lines: string, name: string, blob = mine): string =>
  judgeHostKey(readKnownHosts(lines, 'file'), name, blob).is;

describe('namesHost', () => {
  const cases: readonly (readonly [hosts: string, name: string, matches: boolean])[] = [
    ['web1', 'web1', true],
    ['WEB1.Example.org', 'web1.example.org', true],
    ['web1', 'web10', false],
    ['web1,10.0.0.1', '10.0.0.1', true],
    ['web*', 'web1.example.org', true],
    ['web?', 'web1', true],
    ['web?', 'web', false],
    ['*.example.org,!db.example.org', 'web.example.org', true],
    ['*.example.org,!db.example.org', 'db.example.org', false],
    ['!db.example.org,*', 'db.example.org', false],
    ['[web1]:2222', '[web1]:2222', true],
    ['[web1]:2222', 'web1', false],
    ['web1', '[web1]:2222', false],
    ['[*]:2222', '[web1]:2222', true],
    ['::1', '::1', true],
    ['*', 'anything', true],
    [`${'*a'.repeat(40)}*b`, 'a'.repeat(2000), false],
  ];
  for (const [hosts, name, matches] of cases) {
    it(`${matches ? 'finds' : 'does not find'} ${name.slice(0, 20)} in ${hosts.slice(0, 40)}`, () => {
      assert.equal(namesHost(hosts, name), matches);
    });
  }

  it('finds names that ssh-keygen hashed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    const file = join(folder, 'known');
    writeFileSync(file, `web1 ${text(mine)}\n[web1]:2222 ${text(other)}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const lines = readFileSync(file, 'utf8');
    rmSync(folder, { recursive: true });
    assert.ok(!lines.includes('web1'));
    assert.equal(verdict(lines, 'web1'), 'known');
    assert.equal(verdict(lines, '[web1]:2222', other), 'known');
    assert.equal(verdict(lines, 'web2'), 'unknown');
    assert.ok(namesHost(hashName('web1', Buffer.alloc(20)), 'web1'));
  });
});

describe('judgeHostKey', () => {
  it('knows a key by any of the lines of its host', () => {
    assert.equal(verdict(`web1 ${text(other)}\nweb1 ${text(mine)}`, 'web1'), 'known');
  });

  it('tells a changed key, with the line that says otherwise', () => {
    const keys = readKnownHosts(`# comment\n\nweb1 ${text(other)} remark\n`, 'file');
    const judged = judgeHostKey(keys, 'web1', mine);
    assert.ok(judged.is === 'changed');
    assert.deepEqual(
      judged.instead.map((key) => key.line),
      [3],
    );
  });

  it('lets a revocation outweigh everything', () => {
    assert.equal(verdict(`web1 ${text(mine)}\n@revoked * ${text(mine)}`, 'web1'), 'revoked');
    assert.equal(verdict(`web1 ${text(mine)}\n@revoked * ${text(other)}`, 'web1'), 'known');
    assert.equal(verdict(`@revoked web2 ${text(mine)}`, 'web1'), 'unknown');
  });

  it('takes no authority for a host key', () => {
    const keys = readKnownHosts(`@cert-authority * ${text(mine)}`, 'file');
    assert.deepEqual(judgeHostKey(keys, 'web1', mine), { is: 'unknown', authorities: true });
  });

  it('lets a line without port vouch for another port, but not speak against it', () => {
    assert.equal(verdict(`web1 ${text(mine)}`, '[web1]:2222'), 'known');
    assert.equal(verdict(`web1 ${text(other)}`, '[web1]:2222'), 'unknown');
    assert.equal(verdict(`web1 ${text(mine)}\n[web1]:2222 ${text(other)}`, '[web1]:2222'), 'changed');
  });

  it('leaves out lines that are no keys', () => {
    const junk = [
      'web1',
      'web1 ssh-ed25519',
      'web1 ssh-rsa ' + mine.toString('base64'),
      '@other web1 ' + text(mine),
      'web1 x y',
    ];
    assert.equal(verdict(junk.join('\n'), 'web1'), 'unknown');
  });
});

describe('the offer of algorithms', () => {
  const offerFor = (
    config: Readonly<Record<string, string>>,
    known: ReadonlySet<string> = new Set(),
  ): Algorithms => {
    const said = new Map(Object.entries(config).map(([keyword, value]) => [keyword, [value]]));
    return algorithmsFor('box', { address: '10.0.0.1', config: said }, known);
  };

  it('begins with the host key types that are known', () => {
    const known = knownTypes(readKnownHosts(`web1 ssh-rsa ${rsaBlob.toString('base64')}`, 'file'), 'web1');
    const { serverHostKey } = offerFor({}, known);
    assert.deepEqual((serverHostKey as string[]).slice(0, 2), ['rsa-sha2-512', 'rsa-sha2-256']);
  });

  it('holds nothing that ssh2 does not know, and nothing broken', () => {
    const constants = createRequire(import.meta.url)('ssh2/lib/protocol/constants.js') as Record<
      string,
      readonly string[]
    >;
    const offer = offerFor({}) as Record<string, string[]>;
    for (const [ours, theirs] of [
      ['kex', 'SUPPORTED_KEX'],
      ['cipher', 'SUPPORTED_CIPHER'],
      ['hmac', 'SUPPORTED_MAC'],
      ['serverHostKey', 'SUPPORTED_SERVER_HOST_KEY'],
    ] as const) {
      for (const name of offer[ours] ?? []) assert.ok(constants[theirs]?.includes(name), name);
      assert.ok((offer[ours] ?? []).length > 2);
    }
    assert.doesNotMatch(JSON.stringify(offer), /group-exchange|sha1|cbc|md5|"ssh-rsa"|dss/);
  });

  it('keeps to what ssh_config allows, in its order', () => {
    const { cipher } = offerFor({ ciphers: 'aes256-ctr,3des-cbc,aes256-gcm@openssh.com' });
    assert.deepEqual(cipher, ['aes256-ctr', 'aes256-gcm@openssh.com']);
  });

  for (const [keyword, name, none] of [
    ['ciphers', 'Ciphers', 'aes256-cbc'],
    ['macs', 'MACs', 'umac-128@openssh.com,hmac-sha1'],
    ['kexalgorithms', 'KexAlgorithms', 'sntrup761x25519-sha512@openssh.com'],
    ['hostkeyalgorithms', 'HostKeyAlgorithms', 'ssh-ed25519-cert-v01@openssh.com'],
  ] as const)
    it(`is refused where ssh2 supports none of the ${name}: ssh2 would offer its own`, () => {
      assert.throws(() => offerFor({ [keyword]: none }), {
        code: 'E_CONNECT',
        message: `box: ssh2 supports none of the ${name} that are set for 10.0.0.1: ${none}`,
        hint: 'Set ansible_connection: openssh (or auto) for this host.',
      });
    });
});

describe('known_hosts files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('may be missing', () => {
    assert.deepEqual(loadKnownHosts('box', [join(folder, 'none')]), []);
  });

  it('fail closed where they cannot be read', () => {
    assert.throws(() => loadKnownHosts('box', [folder]), { code: 'E_HOST_KEY' });
  });

  it('are read again after they changed', () => {
    const file = join(folder, 'known');
    writeFileSync(file, `web1 ${text(mine)}\n`);
    assert.equal(loadKnownHosts('box', [file]).length, 1);
    rememberHostKey(file, 'web2', other, false);
    assert.deepEqual(
      loadKnownHosts('box', [file]).map((key) => key.hosts),
      ['web1', 'web2'],
    );
  });

  it('take no key where they are /dev/null, and nobody is told that they did', () => {
    assert.equal(rememberHostKey('/dev/null', 'web1', mine, false), false);
    const notices: string[] = [];
    const noted = (file: string): number => {
      const server = { ...targetAt(22), knownAs: 'web1', policy: 'no' as const, userKnownHosts: [file] };
      const guard = new HostKeyGuard('box', server, (text) => notices.push(text));
      guard.verify(mine);
      guard.proved();
      return notices.length;
    };
    assert.equal(noted('/dev/null'), 0);
    assert.equal(noted(join(folder, 'known')), 1);
  });

  it('get a new line of their own even after one that is not ended', () => {
    const file = join(folder, 'sub', 'known');
    rememberHostKey(file, 'web1', mine, false);
    chmodSync(file, 0o600);
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd());
    rememberHostKey(file, '[web2]:22', other, true);
    const keys = loadKnownHosts('box', [file]);
    assert.equal(keys.length, 2);
    assert.ok(keys[1]?.hosts.startsWith('|1|'));
    assert.equal(judgeHostKey(keys, '[web2]:22', other).is, 'known');
  });
});

describe('fingerprint', () => {
  it('is the one that ssh-keygen prints', () => {
    const said = execFileSync('ssh-keygen', ['-lf', '-'], { input: `${text(mine)}\n` }).toString();
    assert.ok(said.includes(fingerprint(mine)), said);
  });
});

const rsaBlob = Buffer.from('AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==', 'base64');
