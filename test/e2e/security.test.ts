// What tools that others made see of the converged stack: ports, TLS, sshd, sandboxes, the database, hardening.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import type { Fleet, Host } from '../../lib/model/fleet.js';
import { compileContextOf } from '../../lib/engine/compile-context.js';
import { roles } from '../../roles/registry.js';
import { theStack } from '../faults/sites/lab-stack.js';
import { query, type Login } from './database-client.js';
import { hardeningIndex } from './hardening-index.js';
import { onHost } from './inside.js';
import { labInventory, labUp, run, trueup } from './run-trueup.js';
import { declaredPorts, everyPort, listeningPorts, seenAgain, seenPorts } from './seen-ports.js';

const lab = labInventory;

describe('the stack, as others’ tools see it', function () {
  this.timeout(600_000);
  let fleet: Fleet;

  before(async function () {
    await theStack.call(this);
    fleet = await loadFleet(lab, { roles });
  });

  const host = (name: string): Host => fleet.host(name);

  it('nmap sees what the roles declare and nothing else, from each host and from the controller', async () => {
    const context = compileContextOf(fleet, { roles, packageRoot });
    /** Rules, listeners, and since when units are up: what a port that is shut for a moment would change. */
    const doors = (): Promise<readonly string[]> =>
      Promise.all(
        fleet.hosts.map(({ name }) =>
          onHost(
            name,
            "nft list ruleset; ss -Hltn | awk '{ print $4 }' | sort; systemctl show -p Id,ActiveEnterTimestampMonotonic,NRestarts '*.socket' ssh haproxy nginx guestbook",
          ),
        ),
      );
    const before = await doors();
    const listened = await listeningPorts(fleet.hosts);
    const viewers = ['controller', ...fleet.hosts] as const;
    const views: { title: string; seen: readonly string[] }[] = [];
    // One after the other: scans at once lose most of the answers to each other, and take four times the work to see less.
    for (const from of viewers) {
      const others = fleet.hosts.filter((one) => one !== from);
      const title = from === 'controller' ? from : from.name;
      const declared = declaredPorts(from, others, context);
      // A filtered port answers nobody, and costs a scan four probes and the time to wait for each.
      const ports = from === 'controller' ? everyPort : listened;
      const seen = await seenAgain(from, others, await seenPorts(from, others, ports), declared);
      assert.deepEqual(seen, declared, `seen from ${title}`);
      views.push({ title, seen });
    }
    assert.deepEqual(await doors(), before, 'no door was shut meanwhile');
    assert.ok(views.some(({ title, seen }) => title === 'controller' && seen.includes('db1: 22')));
  });

  it('nmap would see a port that is open against the rules', async () => {
    const [web, db] = [host('web1'), host('db1')];
    await onHost('db1', 'nft insert rule inet trueup input tcp dport 3306 accept');
    try {
      assert.deepEqual(await seenPorts(web, [db], await listeningPorts(fleet.hosts)), ['db1: 3306']);
    } finally {
      const apply = await trueup('apply', '-i', lab, '--yes', '--limit', 'db1');
      assert.equal(apply.status, 0, apply.stdout);
    }
    assert.deepEqual(await seenPorts(web, [db], everyPort), ['db1: none']);
  });

  it('testssl.sh finds no old protocol, no weak cipher, and a whole chain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-testssl-'));
    try {
      const path = join(folder, 'found.json');
      const { stdout } = await run('testssl', [
        ...['--quiet', '--color', '0', '--nodns', 'none', '--ip', '198.18.77.100', '--jsonfile', path],
        ...['--add-ca', '/var/lib/trueup-lab/ca/ca.pem', '--protocols', '--std', '--server-defaults'],
        'https://www.foobar.com',
      ]);
      const found = JSON.parse(readFileSync(path, 'utf8')) as readonly Finding[];
      const of = (id: string): string | undefined => found.find((one) => one.id === id)?.finding;
      for (const old of ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1'])
        assert.match(of(old) ?? '', /^not offered/, stdout);
      assert.match(of('TLS1_2') ?? '', /^offered/, stdout);
      assert.match(of('TLS1_3') ?? '', /^offered/, stdout);
      const weak = found.filter(({ id }) => id.startsWith('cipherlist_'));
      assert.ok(weak.length >= 5, stdout);
      for (const { id, finding, severity } of weak)
        if (!/STRONG/.test(id)) assert.match(finding, /^not offered/, `${id} ${severity}`);
      const chains = found.filter(({ id }) => id.startsWith('cert_chain_of_trust'));
      assert.ok(chains.length > 0, stdout);
      for (const { finding } of chains) assert.match(finding, /passed|ok/i, stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  /** Names of the algorithms that ssh-audit fails. */
  async function failing({ name, address }: Host): Promise<readonly string[]> {
    const all = await run('ssh-audit', ['--no-colors', address]);
    assert.match(all.stdout, /\(kex\) \S+ .*\[info\]/, `${name}: ${all.stdout}${all.stderr}`);
    return [...all.stdout.matchAll(/^\((?:kex|key|enc|mac)\) (\S+).*\[fail\]/gm)].map(([, one = '']) => one);
  }

  it('ssh-audit fails nothing but NIST’s curves, which older clients need', async () => {
    for (const one of fleet.hosts) {
      const others = (await failing(one)).filter((name) => !/^(ecdh|ecdsa)-sha2-nistp\d+$/.test(name));
      assert.deepEqual(others, [], one.name);
    }
  });

  it('ssh-audit fails nothing where ssh_crypto is modern', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-modern-'));
    try {
      cpSync(lab, folder, { recursive: true });
      mkdirSync(join(folder, 'host_vars'));
      writeFileSync(join(folder, 'host_vars/web1.yml'), 'base: { ssh_crypto: modern }\n');
      const modern = await trueup('apply', '-i', folder, '--yes', '--limit', 'web1', '--role', 'base');
      assert.equal(modern.status, 0, modern.stdout + modern.stderr);
      assert.deepEqual(await failing(host('web1')), []);
    } finally {
      rmSync(folder, { recursive: true });
      const apply = await trueup('apply', '-i', lab, '--yes', '--limit', 'web1', '--role', 'base');
      assert.equal(apply.status, 0, apply.stdout + apply.stderr);
    }
  });

  it('systemd-analyze rates each unit that trueup writes 3.0 or better', async () => {
    const rated: string[] = [];
    for (const { name } of fleet.hosts) {
      const script = `cd /etc/systemd/system
grep -rlE '^(ExecStart|ProtectSystem|NoNewPrivileges)=' --include='*.service' --include='*.conf' . |
while read -r path; do
  case $path in *trueup*) ;; *) grep -q '^# Written by trueup' "$path" || continue ;; esac
  unit=\${path#./}; unit=\${unit%%.d/*}; unit=$(printf %s "$unit" | sed 's|@\\.|@x.|')
  printf '%s ' "$unit"
  systemd-analyze security --no-pager "$unit" | sed -n 's/.*exposure level for .*: \\([0-9.]*\\) .*/\\1/p'
done`;
      for (const line of (await onHost(name, script)).split('\n').filter((one) => one !== '')) {
        const [unit = '', exposure = ''] = line.split(' ');
        assert.ok(Number(exposure) > 0 && Number(exposure) <= 3, `${name}: ${line}`);
        rated.push(unit);
      }
    }
    for (const unit of ['haproxy.service', 'keepalived.service', 'nginx.service', 'guestbook.service'])
      assert.ok(rated.includes(unit), `${unit} is not among ${rated.join(', ')}`);
  });

  describe('the database', () => {
    const guestbook = (more: Partial<Login> = {}): Login => ({
      ...{ from: 'app1', user: 'guestbook', password: 'app_db_password', tls: true },
      address: host('db1').address,
      ...more,
    });

    it('lets the application in over TLS, and lets it do its work', async () => {
      const { status, stdout, stderr } = await query(
        guestbook(),
        'SELECT COUNT(*) >= 0 FROM guestbook.entries',
      );
      assert.deepEqual([status, stdout.trim()], [0, '1'], stderr);
    });

    it('is out of reach of every other host', async () => {
      for (const from of ['web1', 'lb1']) {
        const { status, stderr } = await query(guestbook({ from }), 'SELECT 1');
        assert.notEqual(status, 0);
        assert.match(stderr, /ERROR 2002|ERROR 2003/, from);
      }
    });

    it('refuses the application’s user from another address, where no firewall stands between', async () => {
      for (const user of ['guestbook', 'root']) {
        const { status, stderr } = await query(guestbook({ from: 'db1', user }), 'SELECT 1');
        assert.notEqual(status, 0);
        assert.match(stderr, /ERROR (1045|1698)|1130\b.*is not allowed to connect/, stderr);
      }
    });

    it('refuses whoever comes without TLS', async () => {
      const { status, stderr } = await query(guestbook({ tls: false }), 'SELECT 1');
      assert.notEqual(status, 0);
      assert.match(stderr, /ERROR (1045|3159|1251|2061)/, stderr);
    });

    const beyond = [
      'DROP TABLE guestbook.entries',
      'CREATE TABLE guestbook.beyond (id INT)',
      'ALTER TABLE guestbook.entries ADD beyond INT',
      'TRUNCATE TABLE guestbook.entries',
      'CREATE DATABASE beyond',
      "CREATE USER beyond IDENTIFIED BY 'Beyond-2026-beyond'",
      'GRANT ALL ON *.* TO CURRENT_USER()',
      'SELECT * FROM mysql.user',
      "SELECT 1 INTO OUTFILE '/tmp/trueup-beyond'",
      'SET GLOBAL max_connections = 1',
      'SHUTDOWN',
    ];
    for (const statement of beyond)
      it(`refuses the application ${statement}`, async () => {
        const { status, stderr } = await query(guestbook(), statement);
        assert.notEqual(status, 0, statement);
        assert.match(stderr, /ERROR (1044|1045|1142|1227|1290|1410|1698)/, stderr);
      });
  });

  it('lynis rates a converged host higher than a bare one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-bare-'));
    cpSync(lab, folder, { recursive: true, dereference: true });
    const hosts = join(folder, 'hosts.yml');
    const more = readFileSync(hosts, 'utf8').replace(
      /^( *)lb:$/m,
      '$1bare:\n$1  hosts:\n$1    spare: { ansible_host: 198.18.77.19 }\n$1lb:',
    );
    writeFileSync(hosts, more);
    try {
      const up = await labUp('-i', folder);
      assert.equal(up.status, 0, up.stderr);
      const [bare = 0, ...converged] = await Promise.all(['spare', 'web1', 'db1'].map(hardeningIndex));
      assert.ok(bare > 20, `bare: ${bare}`);
      for (const index of converged) assert.ok(index > bare, `${index} is not above ${bare}`);
    } finally {
      await trueup('lab', '-i', folder, 'stop', 'spare');
      rmSync(folder, { recursive: true });
    }
  });
});

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}
