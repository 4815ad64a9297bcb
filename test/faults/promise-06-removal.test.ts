// What is no longer declared, on a real host: shown as orphaned, removed on request, and nothing else.
import assert from 'node:assert/strict';
import {
  directory,
  file,
  join,
  mysqlGrant,
  mysqlUser,
  packages,
  Secret,
  service,
  sh,
  unit,
} from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { allProofs } from '../proofs/all-proofs.js';
import { OneHostSite } from './sites/one-host-site.js';

const prune = { prune: { databases: [] } };

const own = unit({
  name: 'trueup-gone.service',
  content: '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
});

const things = allProofs.flatMap(({ removal }) => (typeof removal === 'string' ? [] : [removal]));

describe('promise 6: only resources that trueup created and that are no longer declared are removed', function () {
  this.timeout(300_000);
  let site: OneHostSite;
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    // What other tests created here is none of this one's.
    await bed.run(sh`rm -rf /var/lib/trueup/ledger`);
    site = new OneHostSite();
  });
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!site) return;
    await bed.run(
      sh`rm -f /etc/trueup-gone* /etc/trueup-kept.txt /var/lib/trueup/stamps/trueup-gone.service; rm -f /etc/sysctl.d/*ip_default_ttl*; rm -rf /var/lib/trueup/ledger`,
    );
    site.close();
    await bed.close();
  });

  const isThere = async (thing: ReturnType<typeof sh>): Promise<boolean> =>
    (await bed.answer(thing)).status === 0;
  const notices = ({ events }: { events: readonly { type: string; text?: string }[] }): string =>
    events.flatMap((event) => (event.type === 'notice' ? [event.text ?? ''] : [])).join('\n');

  for (const { name, resources, there } of things) {
    it(`${name} is shown as orphaned, and goes with --prune alone`, async () => {
      assert.equal(await isThere(there), false);
      assert.equal((await site.apply(resources)).trouble, undefined);
      assert.equal(await isThere(there), true);
      assert.equal(notices(await site.plan(resources)), '');

      // What it needs, a package, stays; a service goes where it was started for it.
      const thing = resources.find(
        ({ type: { type, undo } }) => type !== 'service' && undo?.remove !== undefined,
      );
      assert.ok(thing);
      const plain = await site.apply([]);
      assert.equal(plain.outcome, 'ok');
      assert.ok(notices(plain).includes(thing.id), notices(plain));
      assert.equal(await isThere(there), true);

      const planned = await site.plan([], prune);
      assert.deepEqual(
        planned.changes.filter((change) => !change.startsWith('orphaned service ')),
        [`orphaned ${thing.id}: remove ${thing.id}`],
      );
      assert.equal(await isThere(there), true);
      assert.equal((await site.apply([], undefined, prune)).outcome, 'changed');
      assert.equal(await isThere(there), false);
      const again = await site.plan([], prune);
      assert.deepEqual([again.changes, notices(again)], [[], '']);
    });
  }

  for (const when of ['before its change', 'after its change'] as const) {
    it(`knows what a step created that was cut off ${when}`, async () => {
      const whole = file({ path: '/etc/trueup-gone.cut', content: 'x\n' });
      const { type, want } = whole;
      const dies = sh`kill -KILL $$; exit 1`;
      const apply: typeof type.apply = (...about) =>
        when === 'before its change' ? dies : join([type.apply(...about), dies]);
      const cut = await site.apply([{ ...whole, type: { ...type, apply } }]);
      assert.equal(cut.outcome, 'unreachable', JSON.stringify(cut.trouble));
      assert.equal(await isThere(sh`[ -e ${(want as { path: string }).path} ]`), when === 'after its change');
      assert.equal((await site.apply([whole])).trouble, undefined);
      assert.match(await bed.run(sh`ls -A /var/lib/trueup/ledger`), /^[0-9a-f]{16}\n$/);
      assert.match(notices(await site.plan([])), /orphaned .*trueup-gone\.cut/);
      assert.equal((await site.apply([], undefined, prune)).outcome, 'changed');
      assert.equal(
        await bed.run(sh`ls -A /var/lib/trueup/ledger; ls /etc/trueup-gone.cut 2>/dev/null || true`),
        '',
      );
    });
  }

  it('leaves what was there before trueup came', async () => {
    await bed.run(sh`echo mine >/etc/trueup-kept.txt; chmod 0600 /etc/trueup-kept.txt`);
    assert.equal(
      (await site.apply([file({ path: '/etc/trueup-kept.txt', content: 'ours\n' })])).trouble,
      undefined,
    );
    const gone = await site.apply([], undefined, prune);
    assert.deepEqual([gone.outcome, gone.changes, notices(gone)], ['ok', [], '']);
    assert.equal(await bed.run(sh`cat /etc/trueup-kept.txt`), 'ours\n');
  });

  it('moves a file aside that somebody changed', async () => {
    assert.equal(
      (await site.apply([file({ path: '/etc/trueup-gone.conf', content: 'x\n' })])).trouble,
      undefined,
    );
    await bed.run(sh`echo 'a line of mine' >>/etc/trueup-gone.conf`);
    assert.equal((await site.apply([], undefined, prune)).outcome, 'changed');
    assert.equal(await isThere(sh`[ -e /etc/trueup-gone.conf ]`), false);
    assert.equal(await bed.run(sh`cat /etc/trueup-gone.conf.orphaned`), 'x\na line of mine\n');
  });

  it('leaves a folder that holds something', async () => {
    const folder = directory({ path: '/etc/trueup-gone.d' });
    assert.equal((await site.apply([folder])).trouble, undefined);
    await bed.run(sh`: >/etc/trueup-gone.d/somebodys`);
    await site.apply([], undefined, prune);
    assert.equal(await isThere(sh`[ -e /etc/trueup-gone.d/somebodys ]`), true);
    await bed.run(sh`rm -r /etc/trueup-gone.d`);
  });

  it('has a service take up that a file of its configuration is gone', async () => {
    const extra = file({ path: '/etc/trueup-gone.extra', content: 'x\n' });
    const main = file({ path: '/etc/trueup-gone.main', content: 'x\n' });
    const daemon = (watched: readonly Resource[]): readonly Resource[] => [
      ...watched,
      own,
      service({ unit: 'trueup-gone', running: true, enabled: true, restartOn: [own, ...watched] }),
    ];
    const pid = (): Promise<string> => bed.run(sh`systemctl show -p MainPID --value trueup-gone`);
    assert.equal((await site.apply(daemon([main, extra]))).trouble, undefined);
    const before = await pid();
    const { outcome } = await site.apply(daemon([main]), undefined, prune);
    assert.equal(outcome, 'changed');
    assert.notEqual(await pid(), before);
    assert.deepEqual((await site.plan(daemon([main]), prune)).changes, []);
    await site.apply([], undefined, prune);
    assert.equal(
      await isThere(sh`[ -e /etc/trueup-gone.main ] || systemctl is-active -q trueup-gone`),
      false,
    );
  });

  it('stops and disables a service that it started, and leaves one that ran before', async () => {
    const theirs = ['trueup-gone-started', 'trueup-gone-running'] as const;
    const [started, running] = theirs;
    const folder = '/etc/systemd/system';
    const states = sh`for name in ${theirs}; do systemctl is-active -- "$name" || true; systemctl is-enabled -- "$name" || true; done`;
    try {
      await bed.run(sh`
for name in ${theirs}; do
  printf '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n' >${folder}/"$name.service"
done
systemctl daemon-reload
systemctl enable --quiet --now -- ${running}`);
      const both = theirs.map((name) => service({ unit: name, running: true, enabled: true }));
      assert.equal((await site.apply(both)).trouble, undefined);
      assert.equal(await bed.run(states), 'active\nenabled\n'.repeat(2));
      assert.match(notices(await site.plan([])), /orphaned .*: service trueup-gone-started \(/);

      const id = `service ${started}`;
      assert.deepEqual((await site.apply([], undefined, prune)).changes, [`orphaned ${id}: remove ${id}`]);
      assert.equal(await bed.run(states), 'inactive\ndisabled\nactive\nenabled\n');
      const again = await site.plan([], prune);
      assert.deepEqual([again.changes, notices(again)], [[], '']);
    } finally {
      await bed.run(sh`
for name in ${theirs}; do systemctl disable --quiet --now -- "$name"; rm -f ${folder}/"$name.service"; done
systemctl daemon-reload`);
    }
  });

  it('takes a grant from an account that stays, and nothing that it had before', async () => {
    const who = { name: 'trueupgone', host: '127.0.0.1' };
    const may = (on: string, privileges: readonly string[]): Resource =>
      mysqlGrant({ user: who.name, host: who.host, on, privileges });
    const server = [
      packages({ names: ['mariadb-server'] }),
      service({ unit: 'mariadb', running: true, enabled: true }),
    ];
    const kept = [...server, mysqlUser({ ...who, password: new Secret('only-for-this-test') })];
    const grants = sh`mariadb -N -e "SHOW GRANTS FOR 'trueupgone'@'127.0.0.1'" | grep -v USAGE || true`;
    try {
      assert.equal((await site.apply(kept)).trouble, undefined);
      await bed.run(sh`mariadb -e "GRANT SELECT ON old.* TO 'trueupgone'@'127.0.0.1'"`);
      const both = [may('new_db.*', ['SELECT', 'UPDATE']), may('old.*', ['SELECT', 'DELETE'])];
      assert.equal((await site.apply([...kept, ...both])).trouble, undefined);
      assert.match(await bed.run(grants), /new[^]*DELETE|DELETE[^]*new/);

      const { changes } = await site.apply(kept, undefined, prune);
      const id = 'mysql.grant trueupgone@127.0.0.1 on new_db.*';
      assert.deepEqual(changes, [`orphaned ${id}: remove ${id}`]);
      assert.match(await bed.run(grants), /^GRANT SELECT, DELETE ON `old`[^\n]*\n$/);
      const again = await site.plan(kept, prune);
      assert.deepEqual([again.changes, notices(again)], [[], '']);
    } finally {
      await bed.run(sh`
export DEBIAN_FRONTEND=noninteractive
systemctl stop mariadb 2>/dev/null || true
apt-get -q -y purge 'mariadb-*' 'mysql-*' >/dev/null 2>&1 || true
rm -rf /var/lib/mysql /etc/mysql /var/lib/trueup/ledger`);
    }
  });

  it('says nothing where only a part of what is declared was looked at', async () => {
    const kept = [file({ path: '/etc/trueup-gone.txt', content: 'x\n' })];
    assert.equal((await site.apply(kept)).trouble, undefined);
    const part = await site.plan([], { only: ['tried'], ...prune });
    assert.deepEqual([part.changes, notices(part)], [[], '']);
    assert.equal((await site.apply([], undefined, prune)).outcome, 'changed');
  });
});
