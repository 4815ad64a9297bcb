// The labs of two projects side by side, each in networks of its own, and hosts as inventories of others have them.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { labOf } from '../../../lib/lab/settings/lab-from-addresses.js';
import { tryProgram, type Outcome } from '../../../lib/lab/programs/run-program.js';
import { packageRoot } from '../../../lib/package-root.js';

const trueup = join(packageRoot, 'dist/cli/main.js');
const long = 'a-machine-whose-long-name-some-cloud-has-given-it.eu-central-1.compute.internal';

/** A project whose lab has the networks of these hosts. */
function makeProject(folder: string, hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const addresses = Object.values(hosts).flatMap(({ ansible_host: address }) => address as string[] | string);
  const lab = labOf(addresses.map((address) => ({ name: address, address })));
  const { key, knownHosts, secrets, ca } = labPaths(lab);
  const vars = {
    ...{ ansible_user: 'ubuntu', ansible_ssh_private_key_file: key, trueup_known_hosts_file: knownHosts },
    trueup_ssh_config: 'none',
    site: { password: `${secrets}/word`, certificate: `${ca}/www.shop.example.pem` },
  };
  mkdirSync(join(folder, 'inventory/lab'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'inventory/lab/trueup.yml'), 'roles: {}\n');
  writeFileSync(join(folder, 'inventory/lab/hosts.yml'), JSON.stringify({ all: { vars, hosts } }));
  const run = (...words: readonly string[]): Promise<Outcome> =>
    tryProgram('env', ['-C', folder, process.execPath, trueup, ...words]);
  return { folder, lab, run };
}

describe('the labs of two projects', function () {
  this.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), 'trueup-labs-'));
  const local = { localhost: { ansible_connection: 'local', ansible_host: '198.19.101.99' } };
  const shop = makeProject(join(scratch, 'shop'), {
    'web1.a.example': { ansible_host: '198.19.101.11', ansible_port: 2222, ansible_user: 'deploy' },
    'web1.b.example': { ansible_host: '198.19.102.12', ansible_user: 'root' },
    Web_3: { ansible_host: '198.19.101.1', private_address: '198.19.102.13' },
    [long]: { ansible_host: '198.19.101.14' },
    ...local,
  });
  const blog = makeProject(join(scratch, 'blog'), { 'web1.a.example': { ansible_host: '198.19.103.11' } });
  const names = ['web1.a.example', 'web1.b.example', 'Web_3', long];
  const boots = async (): Promise<readonly string[]> => {
    const words = ['exec', '-i', 'inventory/lab', '--output', 'json', names.join(',')];
    const { stdout } = await shop.run(...words, '--', 'cat /proc/sys/kernel/random/boot_id');
    const ids = stdout.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    assert.equal(ids.length, names.length, stdout);
    return [...ids].sort();
  };
  const downAll = async (): Promise<void> => {
    for (const { run, lab } of [shop, blog]) await run('lab', 'down', '--network', lab.network);
  };

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    await downAll();
    const ups = await Promise.all([shop.run('lab', 'up'), blog.run('lab', 'up')]);
    for (const { status, stdout, stderr } of ups) assert.equal(status, 0, stdout + stderr);
  });
  after(async () => {
    if (process.getuid?.() === 0) await downAll();
    rmSync(scratch, { recursive: true });
  });

  it('let in the users of the inventory at its ports and addresses, whatever the hosts are called', async () => {
    const said = await shop.run(
      ...['exec', '-i', 'inventory/lab', names.join(','), '--'],
      'hostname; for net in 198.19.101 198.19.102; do ip -br addr | grep -o "$net[^/]*" || :; done',
    );
    assert.equal(said.status, 0, said.stdout + said.stderr);
    for (const text of [
      /web1\n\s+198\.19\.101\.11/,
      /web1\n\s+198\.19\.102\.12/,
      /Web-3\n\s+198\.19\.101\.1\n\s+198\.19\.102\.13/,
    ])
      assert.match(said.stdout, text);
  });

  it('have hosts that reach each other over both networks of one lab', async () => {
    const banner = 'timeout 5 bash -c "head -c 4 </dev/tcp/198.19.102.12/22"';
    const { stdout, stderr } = await shop.run('lab', 'ssh', 'web1.a.example', banner);
    assert.equal(stdout, 'SSH-', stderr);
  });

  it('have the secrets and certificates that their inventories refer to', async () => {
    const { secrets, ca } = labPaths(shop.lab);
    assert.deepEqual(await readdir(secrets), ['word']);
    assert.deepEqual((await readdir(ca)).filter((name) => name.endsWith('.pem')).sort(), [
      'ca.pem',
      'www.shop.example.pem',
    ]);
  });

  it('are left alone by the other project, also where it asks for their network', async () => {
    const before = await boots();
    const thief = makeProject(join(scratch, 'thief'), { Web_3: { ansible_host: '198.19.101.1' } });
    const between = makeProject(join(scratch, 'between'), { x: { ansible_host: '198.19.102.50' } });
    for (const [{ run }, network] of [
      [thief, '198.19.101.0/24'],
      [between, '198.19.102.0/24'],
    ] as const)
      for (const words of [
        ['up'],
        ...(run === thief.run ? [['reset', 'Web_3'], ['stop', 'Web_3'], ['down']] : []),
      ]) {
        const { status, stderr } = await run('lab', ...words);
        assert.equal(status, 1, stderr);
        assert.ok(
          stderr.includes(`lab: the network ${network} is in use by the lab of ${shop.folder}`),
          stderr,
        );
        assert.ok(stderr.includes(`trueup lab down --network ${shop.lab.network}`), stderr);
      }
    assert.deepEqual(await boots(), before);
  });

  it('keep a disk that was made for another address, port or user, and say so', async () => {
    const before = await boots();
    const at = (file: string, host: object): Promise<Outcome> => {
      const text = JSON.stringify({ all: { vars: { ansible_user: 'ubuntu' }, hosts: host } });
      writeFileSync(join(shop.folder, 'inventory', file), text);
      return shop.run('lab', '-i', `inventory/${file}`, 'up');
    };
    const moved = await at('moved.yml', { Web_3: { ansible_host: '198.19.101.3' } });
    assert.match(
      moved.stderr,
      /Web_3: its disk was made for ansible_host 198\.19\.101\.1, but the inventory now has/,
    );
    assert.match(moved.stderr, /trueup lab reset Web_3/);
    assert.match(moved.stdout, /^$/);
    const taken = await at('taken.yml', { other: { ansible_host: '198.19.101.1' } });
    assert.match(taken.stderr, /other: address 198\.19\.101\.1 belongs to the running host Web_3/);
    assert.deepEqual(await boots(), before);
  });

  it('keep the downloads as long as one of them is up', async () => {
    const { status, stderr } = await blog.run('lab', 'down', '--purge');
    assert.equal(status, 1);
    assert.match(stderr, /hosts of another lab use the downloads/);
  });

  it('go down one by one, and leave nothing', async () => {
    const before = await boots();
    assert.equal((await blog.run('lab', 'down')).status, 0);
    assert.deepEqual(await boots(), before);
    const gone = await blog.run('lab', 'down', '--network', '198.19.103.0/24');
    assert.match(
      gone.stderr,
      /no lab uses the network 198\.19\.103\.0\/24\n.*198\.19\.101\.0\/24 \(.*shop\)/,
    );
    assert.equal((await blog.run('lab', 'down', '--network', shop.lab.network)).status, 0);
    for (const { lab } of [shop, blog]) {
      assert.equal((await tryProgram('ip', ['link', 'show', lab.bridge])).status, 1);
      assert.notEqual((await tryProgram('nft', ['list', 'table', 'ip', lab.nftTable])).status, 0);
      assert.equal((await tryProgram('ls', ['-d', lab.stateFolder, `/run/${lab.bridge}.lock`])).stdout, '');
    }
  });
});
