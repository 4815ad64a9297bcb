// What works on packages behind our back: a timer's upgrade that holds the locks, and needrestart with its questions.
import assert from 'node:assert/strict';
import { packages, sh, type Script } from '../../../lib/kit.js';
import { ownHost } from './own-host.js';
import { TestBed } from '../test-bed.js';

/** Holds the locks as unattended-upgrades does, and is called so; apt(8) asks the kernel who it is. */
const upgrade = (seconds: number): Script => sh`
systemd-run --quiet --collect --unit=tried-upgrade perl -e 'use Fcntl;
  $0 = "unattended-upgr"; my $seconds = shift;
  for (@ARGV) { open my $f, ">>", $_ or die; push @kept, $f; my $all = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $all) or die }
  sleep $seconds' ${seconds} /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock
sleep 1`;

describe('Packages on a host where others work on packages, too', function () {
  this.timeout(300_000);
  let bed: TestBed;
  let other: TestBed;

  before(async function () {
    const connection = await ownHost.call(this);
    bed = await TestBed.connect(connection);
    other = await TestBed.connect(connection);
    await bed.run(sh`apt-get -q update >/dev/null`);
  });
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    for (const one of [bed, other]) await one?.close();
  });

  it('wait for an upgrade that holds the locks, and say so meanwhile', async () => {
    await bed.run(upgrade(8));
    const pid = (await bed.run(sh`systemctl show -p MainPID --value tried-upgrade`)).trim();
    let stillHeld: Promise<string> | undefined;
    bed.onEvent = ({ type }) => {
      if (type === 'step.waiting') stillHeld ??= other.run(sh`systemctl is-active tried-upgrade || true`);
    };
    await bed.converge([packages({ names: ['tree'] })]);
    assert.equal(await bed.run(sh`systemctl is-active tried-upgrade || true`), 'inactive\n');
    assert.deepEqual(
      bed.events.flatMap((event) => (event.type === 'step.waiting' ? [event] : [])),
      [
        {
          type: 'step.waiting',
          host: 'box',
          role: 'test',
          resource: 'apt.packages tree',
          on: `unattended-upgr (process ${pid}), which holds /var/lib/dpkg/lock-frontend`,
        },
      ],
    );
    assert.equal(await stillHeld, 'active\n', 'it was told when the wait was over');
  });

  it('name the program and its process where it takes longer than they may wait', async () => {
    await bed.run(upgrade(60));
    const pid = (await bed.run(sh`systemctl show -p MainPID --value tried-upgrade`)).trim();
    await assert.rejects(bed.converge([packages({ names: ['lsof'], lockSeconds: 4 })]), {
      code: 'E_APPLY',
      output: new RegExp(
        `^unattended-upgr \\(process ${pid}\\) still holds /var/lib/dpkg/lock-frontend after 4 s`,
      ),
      hint: /Another apt or dpkg process is running on the host/,
    });
    await bed.run(sh`systemctl stop tried-upgrade`);
    await bed.converge([packages({ names: ['lsof'] })]);
  });

  it('are asked nothing by needrestart, which restarts nothing of ours', async () => {
    await bed.run(sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -q -y install --no-install-recommends needrestart >/dev/null 2>&1
mkdir -p /etc/needrestart/conf.d
printf '%s\n' '$nrconf{restart} = "i";' '$nrconf{ui} = "NeedRestart::UI::stdio";' >/etc/needrestart/conf.d/ask.conf
cat >/etc/systemd/system/tried-daemon.service <<'end'
[Service]
ExecStart=/usr/local/bin/tried-daemon 1000
end
cp /usr/bin/sleep /usr/local/bin/tried-daemon
systemctl daemon-reload
systemctl start tried-daemon; sleep 1
# What it runs is no longer what is on the disk: that is what needrestart looks for.
rm /usr/local/bin/tried-daemon; cp /usr/bin/sleep /usr/local/bin/tried-daemon`);
    const pid = sh`systemctl show -p MainPID --value tried-daemon`;
    const before = await bed.run(pid);
    assert.match(await bed.run(sh`needrestart -b -r l`), /tried-daemon/, 'needrestart would restart it');
    await bed.converge([packages({ names: ['ed'] })]);
    assert.equal(await bed.run(pid), before);
    assert.match(await bed.run(sh`dpkg-query -W -f '\${db:Status-Abbrev}' ed`), /^ii/);
  });
});
