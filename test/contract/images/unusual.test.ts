// Images that are unusual, and nothing more: roles are applied to them as to any other.
import assert from 'node:assert/strict';
import { file, packages, service, sh } from '../../../lib/kit.js';
import { Secret } from '../../../lib/model/secret.js';
import type { Script } from '../../../lib/model/script.js';
import { trueup } from '../../e2e/run-trueup.js';
import { OneHostSite } from '../../faults/sites/one-host-site.js';
import type { TestBed } from '../test-bed.js';
import { bareImages, bedOn, connectionTo } from './image-hosts.js';
import { ImagesInventory } from './images-inventory.js';
import { imageHosts } from './images-lab.js';

const [first, second] = imageHosts;

const install = (names: readonly string[]): Script => sh`
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends ${names} >/dev/null 2>&1`;

/** As far as a container can play one: a time daemon may run there. */
const ownMachine = (unit: string): Script => sh`
mkdir -p ${`/etc/systemd/system/${unit}.service.d`}
printf '[Unit]\nConditionCapability=\nConditionVirtualization=\n' >${`/etc/systemd/system/${unit}.service.d/lab.conf`}
printf '#!/bin/sh\necho none; exit 1\n' >/usr/local/bin/systemd-detect-virt; chmod 755 /usr/local/bin/systemd-detect-virt
systemctl daemon-reload`;

describe('an unusual image', function () {
  this.timeout(900_000);
  const beds: TestBed[] = [];
  let bed: TestBed | undefined;

  before(async function () {
    await bareImages.call(this);
    beds.push(await bedOn(first), await bedOn(second));
    [bed] = beds;
  });
  after(() => Promise.all(beds.map((each) => each.close())));

  const run = async (script: Script, on = bed): Promise<string> => {
    assert.ok(on);
    return on.run(script);
  };

  const oddities: Readonly<Record<string, { odd: Script; mends: Script }>> = {
    'small and noexec /tmp, /var/tmp and /run': {
      odd: sh`
for folder in /tmp /var/tmp; do mount -t tmpfs -o noexec,size=1m,mode=1777 tmpfs "$folder"; done
mount -o remount,noexec /run`,
      mends: sh`umount -l /tmp /var/tmp; mount -o remount,exec /run`,
    },
    'no IPv6': {
      odd: sh`for all in all default lo; do echo 1 >"/proc/sys/net/ipv6/conf/$all/disable_ipv6"; done`,
      mends: sh`for all in all default lo; do echo 0 >"/proc/sys/net/ipv6/conf/$all/disable_ipv6"; done`,
    },
    'a kernel without IPv6’s module': {
      odd: sh`mount -t tmpfs tmpfs /proc/sys/net/ipv6`,
      mends: sh`umount -l /proc/sys/net/ipv6`,
    },
    'a language that was never generated': {
      odd: sh`printf 'LANG=de_DE.UTF-8\nLC_ALL=xx_YY.UTF-8\n' | tee /etc/default/locale >>/etc/environment`,
      mends: sh`rm -f /etc/default/locale; : >/etc/environment`,
    },
    'a name of its own that nothing resolves': {
      odd: sh`cp /etc/hosts /etc/hosts.kept; echo '127.0.0.1 localhost' >/etc/hosts; ! getent hosts "$(cat /etc/hostname)"`,
      mends: sh`mv /etc/hosts.kept /etc/hosts`,
    },
    'no ip(8)': {
      odd: sh`mv /usr/bin/ip /usr/bin/ip.away; ! command -v ip`,
      mends: sh`mv /usr/bin/ip.away /usr/bin/ip`,
    },
    'no systemd-detect-virt': {
      odd: sh`mv /usr/bin/systemd-detect-virt /usr/bin/systemd-detect-virt.away`,
      mends: sh`mv /usr/bin/systemd-detect-virt.away /usr/bin/systemd-detect-virt`,
    },
  };
  for (const [name, { odd, mends }] of Object.entries(oddities)) {
    it(`is no trouble: ${name}`, async () => {
      await run(odd);
      const site = new OneHostSite(undefined, connectionTo(first));
      const wanted = [
        packages({ names: ['hello'] }),
        file({ path: '/etc/trueup-image.conf', content: `${name}\n` }),
        service({ unit: 'ssh', running: true, enabled: true }),
      ];
      try {
        const { outcome, trouble } = await site.apply(wanted);
        assert.equal(outcome, 'changed', JSON.stringify(trouble));
        assert.equal((await site.apply(wanted)).outcome, 'ok');
      } finally {
        site.close();
        await run(sh`${mends}; dpkg --purge hello >/dev/null 2>&1`);
      }
    });
  }

  it('lets root log in without sudo, as some clouds do', async () => {
    await run(sh`umask 077; mkdir -p /root/.ssh; cp /home/ubuntu/.ssh/authorized_keys /root/.ssh/`);
    const site = new OneHostSite(undefined, { ...connectionTo(first), user: 'root', become: false });
    try {
      const { outcome, trouble } = await site.apply([
        file({ path: '/etc/trueup-root.conf', content: 'x\n' }),
      ]);
      assert.equal(outcome, 'changed', JSON.stringify(trouble));
    } finally {
      site.close();
      await run(sh`rm -r /root/.ssh`);
    }
  });

  it('asks its users for a password before sudo, as many do', async () => {
    const password = 'it\'s a "password" $1';
    await run(sh`
useradd --create-home --shell /bin/sh asked; printf 'asked:%s\n' ${password} | chpasswd
cp -r /home/ubuntu/.ssh /home/asked/; chown -R asked: /home/asked/.ssh
umask 337; echo 'asked ALL=(ALL) PASSWD: ALL' >/etc/sudoers.d/asked`);
    const becomePassword = new Secret(password);
    const site = new OneHostSite(undefined, { ...connectionTo(first), user: 'asked', becomePassword });
    try {
      const { outcome, trouble } = await site.apply([
        file({ path: '/etc/trueup-asked.conf', content: 'x\n' }),
      ]);
      assert.equal(outcome, 'changed', JSON.stringify(trouble));
    } finally {
      site.close();
      await run(sh`rm /etc/sudoers.d/asked; userdel --force --remove asked 2>/dev/null || [ $? = 12 ]`);
    }
  });

  it('says what is missing where a part of /proc is', async () => {
    await run(sh`: >/run/trueup-empty; mount --bind /run/trueup-empty /proc/meminfo`);
    const site = new OneHostSite(undefined, connectionTo(first));
    try {
      const { trouble } = await site.apply([file({ path: '/etc/trueup-proc.conf', content: 'x\n' })]);
      assert.equal(trouble?.code, 'E_UNREADABLE');
      assert.match(trouble.message, /its facts cannot be read \(memory is missing\)/);
    } finally {
      site.close();
      await run(sh`umount -l /proc/meminfo`);
    }
  });

  it('tells of a clock that is years behind when it plans', async () => {
    await run(sh`
printf '#!/bin/sh\n[ "$*" != +%%s ] || { echo 946684800; exit; }\nexec /usr/bin/date "$@"\n' >/usr/local/bin/date
chmod 755 /usr/local/bin/date`);
    const site = new OneHostSite(undefined, connectionTo(first));
    try {
      const { events } = await site.plan([file({ path: '/etc/trueup-clock.conf', content: 'x\n' })]);
      const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
      assert.match(notices.join('\n'), /the clock shows 2000-01-01T.*timedatectl set-ntp true/);
    } finally {
      site.close();
      await run(sh`rm /usr/local/bin/date`);
    }
  });

  it('is what a cloud’s image is: with chrony, ufw, needrestart, snapd, netplan and a stub for names', async () => {
    const clouds = [
      'apparmor',
      'chrony',
      'cloud-init',
      'needrestart',
      'netplan.io',
      'snapd',
      'systemd-resolved',
    ];
    await run(
      sh`
${install([...clouds, 'ufw', 'unattended-upgrades'])}
sed -i 's/^ENABLED=.*/ENABLED=yes/' /etc/ufw/ufw.conf
ln -sf /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
${ownMachine('chrony')}
echo 'DAEMON_OPTS="-x"' >/etc/default/chrony`,
      beds[1],
    );
    const site = new ImagesInventory([second], ['base', 'nginx'], {
      base: { unattended_upgrades: true, ntp_servers: ['192.0.2.123'] },
    });
    try {
      const refused = await trueup('apply', '-i', site.folder, '--yes', '--output', 'json');
      assert.match(refused.stdout, /ufw is enabled/);
      await run(sh`ufw disable`, beds[1]);
      const applied = await trueup('apply', '-i', site.folder, '--yes', '--output', 'json');
      assert.equal(applied.status, 0, applied.stdout.slice(-3000));
      const again = await trueup('plan', '-i', site.folder, '--detailed-exitcode', '--output', 'plain');
      assert.equal(again.status, 0, again.stdout);
      const clock = sh`
dpkg-query -W -f '\${db:Status-Abbrev}' chrony; systemctl is-active chrony
[ -e /usr/lib/systemd/systemd-timesyncd ] || echo 'no timesyncd'
chronyc -n sources | grep -o '192.0.2.123'`;
      assert.equal(await run(clock, beds[1]), 'ii active\nno timesyncd\n192.0.2.123\n');
      const verified = await trueup('verify', '-i', site.folder, '--role', 'base', '--output', 'json');
      assert.equal(verified.status, 0, verified.stdout.slice(-3000));
    } finally {
      site.close();
    }
  });

  it('keeps ntpsec, which gets the servers that the inventory names', async () => {
    await run(
      sh`
${ownMachine('ntpsec')}
# It may keep no capability of the clock's when it lays down root's rights: here it never does.
printf '[Service]\nExecStart=\nExecStart=/usr/sbin/ntpd -p /run/ntpd.pid -g -N\n' >/etc/systemd/system/ntpsec.service.d/lab-root.conf
${install(['ntpsec'])}`,
      beds[1],
    );
    const site = new ImagesInventory([second], ['base'], {
      base: { ntp_servers: ['192.0.2.123'] },
    });
    try {
      const applied = await trueup('apply', '-i', site.folder, '--yes', '--output', 'json');
      assert.equal(applied.status, 0, applied.stdout.slice(-3000));
      const again = await trueup('plan', '-i', site.folder, '--detailed-exitcode', '--output', 'plain');
      assert.equal(again.status, 0, again.stdout);
      const clock = sh`
dpkg-query -W -f '\${db:Status-Abbrev}' ntpsec; systemctl is-active ntpsec
[ -e /usr/lib/systemd/systemd-timesyncd ] || [ -e /usr/sbin/chronyd ] || echo 'no other'
ntpq -pn | grep -o '192.0.2.123'`;
      assert.equal(await run(clock, beds[1]), 'ii active\nno other\n192.0.2.123\n');
    } finally {
      site.close();
    }
  });
});
