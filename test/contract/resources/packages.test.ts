// Packages on a real host: one transaction that starts nothing and repairs what was interrupted.
import assert from 'node:assert/strict';
import { packages, sh } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const policy = '/usr/sbin/policy-rc.d';

describe('Packages on a real host', function () {
  this.timeout(300_000);
  let bed: TestBed;
  const tree = packages({ names: ['tree'] });

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.run(sh`apt-get -q update >/dev/null`);
  });
  beforeEach(() =>
    bed.run(sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -q -y purge tree xinetd nginx-light nginx >/dev/null 2>&1 || true
rm -f ${policy} ${policy}.before-trueup`),
  );
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (bed) await bed.close();
  });

  it('do not start what they bring, and leave no policy behind', async () => {
    await bed.converge([packages({ names: ['xinetd'] })]);
    assert.equal(
      await bed.run(sh`systemctl is-active xinetd || true; ls ${policy} 2>/dev/null || true`),
      'inactive\n',
    );
    assert.equal(await bed.run(sh`systemctl is-enabled xinetd || true`), 'enabled\n');
  });

  it('leave services alone that ran before', async () => {
    const pid = sh`systemctl show -p ActiveState --value ssh`;
    await bed.converge([tree]);
    assert.equal(await bed.run(pid), 'active\n');
  });

  it('are readable by everyone, although the run’s own files are not', async () => {
    await bed.converge([tree]);
    assert.equal(await bed.run(sh`stat -c %a /usr/bin/tree /usr/share/doc/tree`), '755\n755\n');
  });

  it('keep a policy-rc.d of somebody else, and ask it', async () => {
    await bed.run(
      sh`printf '#!/bin/sh\necho "$@" >>/run/trueup-policy-asked\nexit 101\n' >${policy}; chmod 750 ${policy}`,
    );
    await bed.converge([packages({ names: ['xinetd'] })]);
    assert.equal(await bed.run(sh`stat -c %a ${policy}; grep -c trueup-policy-asked ${policy}`), '750\n1\n');
    assert.match(await bed.run(sh`cat /run/trueup-policy-asked; rm /run/trueup-policy-asked`), /xinetd/);
  });

  it('wait for whoever holds the locks of dpkg and of the lists', async () => {
    await bed.run(sh`
apt-get -qq -y purge ed >/dev/null 2>&1 || true
rm -f /var/lib/trueup/apt-updated; touch /var/lib/trueup/apt-update-pending
perl -e 'use Fcntl;
  for (@ARGV) { open my $f, ">>", $_ or die; push @kept, $f; my $all = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $all) or die }
  sleep 5' /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock >/dev/null 2>&1 &
sleep 1`);
    const started = Date.now();
    // Something that no test before installed: else there is nothing to wait with.
    await bed.converge([packages({ names: ['ed'] })]);
    assert.ok(Date.now() - started > 3000, 'it did not wait');
  });

  it('fetch the lists again where they are missing', async () => {
    await bed.run(sh`rm -rf /var/lib/apt/lists/*`);
    await bed.converge([tree]);
  });

  it('keep the descriptions for people up to date where somebody fetched them, and fetch none where nobody did', async () => {
    const descriptions = sh`ls /var/lib/apt/lists | grep -c i18n_Translation || true`;
    const stale = sh`rm -f /var/lib/trueup/apt-updated; touch /var/lib/trueup/apt-update-pending`;
    const without = sh`dpkg --purge tree >/dev/null 2>&1`;
    await bed.run(sh`rm -rf /var/lib/apt/lists/*; ${without}`);
    await bed.converge([tree]);
    assert.equal(await bed.run(descriptions), '0\n');
    await bed.run(sh`apt-get -q update >/dev/null`);
    const fetched = await bed.run(descriptions);
    assert.notEqual(fetched, '0\n');
    await bed.run(sh`${without}; ${stale}`);
    await bed.converge([tree]);
    assert.equal(await bed.run(descriptions), fetched);
  });

  for (const [title, names, expected] of [
    [
      'that a name is known nowhere',
      ['no-such-package-anywhere'],
      /no repository on this host provides package no-such-package-anywhere/,
    ],
    [
      'that a name is virtual, and who provides it',
      ['mail-transport-agent'],
      /package mail-transport-agent is virtual; declare a package that provides it: .*exim4/,
    ],
  ] as const) {
    it(`say ${title}`, async () => {
      await assert.rejects(bed.converge([packages({ names })]), (error: { output?: string }) =>
        expected.test(error.output ?? ''),
      );
    });
  }

  it('refuse to remove unasked what conflicts', async () => {
    await bed.run(
      sh`umask 022; DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install netcat-openbsd busybox >/dev/null 2>&1`,
    );
    await assert.rejects(
      bed.converge([packages({ names: ['busybox-static'] })]),
      (error: { output?: string }) => /remove is disabled|removed but/i.test(error.output ?? ''),
    );
    await bed.converge([packages({ names: ['busybox-static'], absent: ['busybox'] })]);
    await bed.run(
      sh`DEBIAN_FRONTEND=noninteractive apt-get -q -y purge busybox-static netcat-openbsd >/dev/null 2>&1`,
    );
  });

  it('say what apt would also remove when something has to go', async () => {
    await bed.run(
      sh`umask 022; DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install hello busybox >/dev/null 2>&1`,
    );
    await assert.rejects(
      bed.converge([packages({ names: ['busybox-static'], absent: ['hello'] })]),
      (error: { output?: string }) =>
        /apt would also remove other packages: busybox/.test(error.output ?? ''),
    );
    assert.match(await bed.run(sh`dpkg-query -W -f '\${db:Status-Abbrev}' hello`), /^ii/);
  });
});
