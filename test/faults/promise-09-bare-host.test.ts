// A real host that lacks what trueup stands on, or has it otherwise than usual: told with a remedy, or no trouble at all.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { file, packages, service, sh } from '../../lib/kit.js';
import type { RunMark } from '../../lib/model/record.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Script } from '../../lib/model/script.js';
import { freshHost } from '../contract/fresh-host.js';
import { TestBed } from '../contract/test-bed.js';
import { testHost } from '../contract/test-host.js';
import { bareHostCases, oddHostCases } from './cases/bare-host-cases.js';
import { OneHostSite } from './sites/one-host-site.js';
import { endOf, played, varsOf } from './runs/small-run.js';

describe('promise 9: a hostile or broken host causes a clear error in time, and affects no other host', function () {
  this.timeout(300_000);
  const place = '/mnt/trueup-bare';
  const wanted = (): readonly Resource[] => [
    file({ path: `${place}.conf`, content: randomUUID(), mode: '0644' }),
    service({ unit: 'ssh', running: true, enabled: true }),
  ];
  /** In dpkg's way, fcntl(2), which flock(1) knows nothing of; told apart by its name. */
  const holdLock = (seconds: number): Script => sh`
cp /usr/bin/perl /run/trueup-holder
setsid /run/trueup-holder -MFcntl -e ${`open(F, ">>", "/var/lib/dpkg/lock-frontend") or die; my $l = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die "held: $!"; print "held\n"; close(STDOUT); sleep ${seconds}`} </dev/null 2>/run/trueup-holder.said >/run/trueup-holder.held &
echo $! >/run/trueup-holder.pid
for _ in 1 2 3 4 5 6 7 8 9 10; do [ ! -s /run/trueup-holder.held ] || exit 0; sleep 0.5; done
cat /run/trueup-holder.said >&2; exit 1`;
  const mark = (): { mark: RunMark } => ({
    mark: {
      run: `${new Date().toISOString().replaceAll(/[-:]/g, '')}-${randomUUID().slice(0, 4)}`,
      command: 'apply',
      at: new Date().toISOString(),
      by: 'the test of promise 9',
      version: '0',
    },
  });
  let bed: TestBed | undefined;
  let site: OneHostSite | undefined;
  let mend: Script | undefined;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    site = new OneHostSite();
  });
  afterEach(async () => {
    if (mend) await bed?.run(mend);
    mend = undefined;
  });
  after(async () => {
    await bed?.run(sh`
[ ! -e /run/trueup-holder.pid ] || kill "$(cat /run/trueup-holder.pid)" 2>/dev/null || :
rm -rf /run/trueup-holder* ${place} ${`${place}.conf`}`);
    await bed?.close();
    site?.close();
  });

  for (const [name, { breaks, mends, lacks = [], code, says, advises }] of Object.entries(bareHostCases)) {
    it(name, async () => {
      assert.ok(bed && site);
      mend = mends;
      await bed.run(breaks);
      const { outcome, trouble } = await site.apply([...lacks, ...wanted()], undefined, mark());
      assert.notEqual(outcome, 'changed');
      assert.equal(trouble?.code, code, JSON.stringify(trouble));
      assert.match(`${trouble.message}\n${trouble.output ?? ''}`, says);
      assert.ok(trouble.message.startsWith('box: '), trouble.message);
      assert.match(trouble.hint ?? '', advises);
      await bed.run(mends);
      mend = undefined;
      const after = await site.apply(wanted(), undefined, mark());
      assert.equal(after.outcome, 'changed', `once mended: ${JSON.stringify(after.trouble)}`);
    });
  }

  for (const [name, { odd, mends }] of Object.entries(oddHostCases)) {
    it(`${name} is no trouble`, async () => {
      assert.ok(bed && site);
      mend = mends;
      await bed.run(odd);
      const { outcome, trouble } = await site.apply(wanted(), undefined, mark());
      assert.equal(outcome, 'changed', JSON.stringify(trouble));
    });
  }

  it('a login user without a home is no trouble', async () => {
    assert.ok(bed);
    const connection = testHost();
    mend = sh`
rm -f /etc/ssh/sshd_config.d/00-trueup-homeless.conf /etc/ssh/trueup-homeless.keys /etc/sudoers.d/trueup-homeless
systemctl reload ssh
userdel --force homeless 2>/dev/null || [ $? = 6 ]`;
    await bed.run(sh`
userdel --force homeless 2>/dev/null || :
useradd --no-create-home --home-dir /nonexistent --shell /bin/sh --password '*' homeless
keys=$(getent passwd ${connection.user ?? 'root'} | cut -d: -f6)/.ssh/authorized_keys
install -m 644 "$keys" /etc/ssh/trueup-homeless.keys
umask 022
printf 'Match User homeless\n AuthorizedKeysFile /etc/ssh/trueup-homeless.keys\n' >/etc/ssh/sshd_config.d/00-trueup-homeless.conf
echo 'homeless ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/trueup-homeless
chmod 440 /etc/sudoers.d/trueup-homeless
sshd -t
systemctl reload ssh`);
    const hosts = { box: varsOf(connection, { ansible_user: 'homeless' }) };
    const events = await played({ command: 'plan', hosts, deeds: [{ name: randomUUID(), text: 'true' }] });
    assert.equal(endOf(events, 'box').outcome, 'changed', JSON.stringify(endOf(events, 'box')));
  });

  it('a dpkg that another process holds too long is told by its name', async () => {
    assert.ok(bed && site);
    mend = sh`kill "$(cat /run/trueup-holder.pid)" || :; rm -f /run/trueup-holder*`;
    await bed.run(sh`apt-get update -qq`);
    await bed.run(holdLock(600));
    const { outcome, trouble } = await site.apply([packages({ names: ['hello'], lockSeconds: 4 })]);
    assert.equal(outcome, 'failed');
    assert.equal(trouble?.code, 'E_APPLY', JSON.stringify(trouble));
    assert.match(trouble.message, /^box: apt\.packages hello failed/);
    assert.match(trouble.output ?? '', /lock-frontend.*held by process \d+ \(trueup-holder\)/);
    assert.match(trouble.hint ?? '', /Another apt or dpkg process is running on the host.*run again/);
    assert.match(
      await bed.run(sh`dpkg-query -W -f '\${db:Status-Abbrev}' hello 2>/dev/null || echo none`),
      /none|^un/,
    );
  });

  it('a dpkg that another process holds for a while is waited for', async () => {
    assert.ok(bed && site);
    mend = sh`
kill "$(cat /run/trueup-holder.pid)" 2>/dev/null || :
rm -f /run/trueup-holder*
DEBIAN_FRONTEND=noninteractive apt-get purge -qq hello >/dev/null`;
    await bed.run(holdLock(8));
    const since = Date.now();
    const { outcome, trouble } = await site.apply([packages({ names: ['hello'] })]);
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
    assert.ok(Date.now() - since > 4000, 'it did not wait');
  });
});
