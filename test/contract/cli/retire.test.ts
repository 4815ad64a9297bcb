// A host leaves the inventory: what trueup made there goes, and what others own stays.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/kit.js';
import { trueup, type Ended } from '../../e2e/run-trueup.js';
import { freshHost } from '../fresh-host.js';
import { TestBed } from '../test-bed.js';

describe('trueup retire', function () {
  this.timeout(300_000);
  let [folder, variables] = ['', ''];
  let bed: TestBed | undefined;

  before(async function () {
    const connection = await freshHost.call(this);
    bed = await TestBed.connect(connection);
    folder = mkdtempSync(join(tmpdir(), 'trueup-retire-'));
    const box = {
      ansible_host: connection.host,
      ansible_user: connection.user,
      ansible_ssh_private_key_file: connection.privateKeyFile,
      trueup_known_hosts_file: connection.knownHostsFile,
      trueup_ssh_config: 'none',
    };
    const all = { hosts: { box, other: { ansible_host: '192.0.2.1' } } };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all }));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [host]}');
    const declared = {
      files: { '/etc/retired.conf': { content: 'ours\n' }, '/etc/retired.theirs': { content: 'ours\n' } },
      timers: { retired: { command: 'true', on_calendar: ['daily'] } },
    };
    variables = JSON.stringify({ host: declared });
    await bed.run(sh`echo theirs >/etc/retired.theirs`);
  });
  after(async function () {
    await bed?.close();
    if (folder === '') return;
    rmSync(folder, { recursive: true });
    await freshHost.call(this);
  });

  const run = (...words: readonly string[]): Promise<Ended> => trueup(...words, '-i', folder);
  const left = async (): Promise<string | undefined> =>
    bed?.run(
      sh`for each in /etc/retired.conf /etc/retired.theirs /etc/systemd/system/retired.timer /var/lib/trueup /run/trueup; do [ ! -e "$each" ] || echo "$each"; done`,
    );

  it('asks first, and takes one host', async () => {
    const unasked = await run('retire', 'box');
    assert.equal(unasked.status, 3);
    assert.match(unasked.stderr, /retire cannot ask for confirmation without a terminal/);
    const both = await run('retire', 'all', '--yes');
    assert.equal(both.status, 3);
    assert.match(
      both.stderr,
      /retire accepts one host, but all matches 2\n {2}hint: Run the command once for each host: box, other\./,
    );
  });

  it('removes what trueup created, and its records; what was there before stays as it is', async () => {
    const applied = await run('apply', '--yes', '--limit', 'box', '-e', variables);
    assert.equal(applied.status, 0, applied.stdout + applied.stderr);
    const { status, stdout, stderr } = await run('retire', 'box', '--yes');
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /box \| Trueup's records were removed\. Remove box from the inventory/);
    assert.equal(await left(), '/etc/retired.theirs\n');
    const timers = await bed?.run(sh`systemctl list-timers --all --no-legend retired.timer`);
    assert.equal(timers, '');
  });

  it('finds nothing the second time', async () => {
    const { status, stdout, stderr } = await run('retire', 'box', '--yes');
    assert.equal(status, 0, stdout + stderr);
    assert.equal(await left(), '/etc/retired.theirs\n');
  });

  it('keeps the records while the ledger names what stays', async () => {
    await bed?.run(
      sh`mkdir -p /var/lib/trueup/ledger
printf '%s\n' '{"resource":"mysql.database shop","type":"mysql.database","role":"mysql","paths":[]}' 'exit 1' >/var/lib/trueup/ledger/0123456789abcdef`,
    );
    const { status, stdout, stderr } = await run('retire', 'box', '--yes');
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /mysql\.database shop \(--drop-database NAME drops it\)/);
    assert.match(stdout, /box \| Trueup's records were kept/);
  });
});
