// The life of the main types on other programs than GNU's and dash: uutils (Ubuntu since 25.10), busybox, no Python.
import assert from 'node:assert/strict';
import {
  absent,
  authorizedKey,
  directory,
  file,
  group,
  hostsEntries,
  link,
  packages,
  service,
  sh,
  sysctl,
  timezone,
  unit,
  user,
  type Script,
} from '../../../lib/kit.js';
import { ownHost } from './own-host.js';
import { resourceCycle } from '../resource-cycle.js';
import { BaseSite } from './base-site.js';

interface Userland {
  readonly title: string;
  readonly make: Script;
  /** Says of the host that it is such a one. */
  readonly proof: Script;
  readonly says: RegExp;
}

const install = (name: string): Script => sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q -y install --no-install-recommends ${name} >/dev/null`;

const userlands: readonly Userland[] = [
  {
    // 0.0.30 in Debian 13. Up to 0.12 its mv takes a link to a directory for the directory: that is what renameOver is for.
    title: 'With the coreutils of uutils',
    make: sh`
${install('rust-coreutils')}
dpkg -L coreutils | sed -n 's|^\(/usr\)*/bin/||p' | grep -vx -e '\[' -e chcon -e runcon | while read -r name; do
  if coreutils --list | grep -qx -e "$name"; then ln -s /usr/bin/coreutils "/usr/local/bin/$name"; fi
done`,
    proof: sh`for name in stat mv install sha256sum tail chown sync; do command -v "$name"; done; stat --version`,
    says: /^(\/usr\/local\/bin\/\w+\n){7}stat(?! \(GNU)/,
  },
  {
    title: 'With busybox as /bin/sh',
    make: sh`
${install('busybox')}
dpkg-divert --quiet --local --rename --divert /usr/bin/sh.dash --add /usr/bin/sh
ln -s busybox /usr/bin/sh`,
    proof: sh`readlink -f /bin/sh`,
    says: /busybox$/m,
  },
  {
    title: 'With dash as /bin/sh, and no Python',
    make: sh`rm -f /usr/bin/python3* /usr/local/bin/python3*`,
    proof: sh`readlink -f /bin/sh; command -v python3 || echo no Python`,
    says: /dash\nno Python/,
  },
];

const root = '/srv/trueup-userland';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ops';
const tried = unit({
  name: 'trueup-tried.service',
  content: '[Service]\nExecStart=sleep 1000\n[Install]\nWantedBy=multi-user.target\n',
});
const team = group({ name: 'trueupteam' });
const operator = user({
  name: 'trueupops',
  groups: ['trueupteam'],
  home: '/home/trueupops',
  shell: '/bin/sh',
});
const operatorsKey = authorizedKey({ user: 'trueupops', key });
const programs = packages({ names: ['tree', 'tzdata'] });
const names = hostsEntries({ entries: [{ address: '192.0.2.1', names: ['tried.example'] }] });

for (const { title, make, proof, says } of userlands) {
  describe(title, () => {
    let site: BaseSite;

    before(async function () {
      site = new BaseSite(await ownHost.call(this));
      await site.onHost(sh`apt-get -q update >/dev/null; apt-mark manual tzdata >/dev/null; ${make}`);
      assert.match(await site.onHost(proof), says);
    });
    after(() => {
      // `before` may have skipped the suite.
      // oxlint-disable-next-line typescript/no-unnecessary-condition
      site?.close();
    });

    resourceCycle({
      title: 'a host with a bit of everything',
      before: sh`
ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime
echo 0 >/proc/sys/net/ipv4/ip_forward
sed -i '/trueup: begin/,/trueup: end/d' /etc/hosts
mkdir -p ${`${root}.old/deep`}`,
      resources: [
        programs,
        team,
        operator,
        operatorsKey,
        directory({ path: root, owner: 'trueupops', mode: '2750' }),
        directory({ path: `${root}/one` }),
        directory({ path: `${root}/two` }),
        file({
          path: `${root}/file`,
          content: 'a "b" $c \\ ü\n',
          mode: '0640',
          validate: (staged) => sh`grep -q 'ü$' ${staged}`,
        }),
        link({ path: `${root}/current`, to: 'two' }),
        absent({ path: `${root}.old`, recursive: true }),
        names,
        timezone({ name: 'Europe/Berlin' }),
        sysctl({ key: 'net.ipv4.ip_forward', value: '1' }),
        tried,
        service({ unit: 'trueup-tried', running: true, enabled: true, restartOn: [tried] }),
      ],
      atFirst: [
        `${programs.id}: create package tree`,
        'group trueupteam: create group',
        'user trueupops: create user',
        `${operatorsKey.id}: unknown`,
        `directory ${root}: create directory`,
        `directory ${root}/one: create directory`,
        `directory ${root}/two: create directory`,
        `file ${root}/file: create content`,
        `link ${root}/current: create link`,
        `absent ${root}.old: remove directory`,
        'hostsEntries /etc/hosts: create entries',
        'timezone /etc/localtime: update time zone',
        'sysctl net.ipv4.ip_forward: update value',
        'sysctl net.ipv4.ip_forward: create value after reboot',
        `${tried.id}: create content`,
        'service trueup-tried: update start at boot',
        'service trueup-tried: update state',
      ],
      tamperings: [
        {
          name: 'another content, mode and owner',
          by: sh`echo x >${root}/file; chmod 0644 ${root}/file; chown 1:1 ${root}/file`,
          changes: ['content', 'owner', 'group', 'mode'].map((what) => `file ${root}/file: update ${what}`),
        },
        {
          name: 'a link to a directory in the place of a file',
          by: sh`ln -sfn ${root}/one ${root}/file`,
          changes: [`file ${root}/file: update kind`, `file ${root}/file: create content`],
        },
        {
          name: 'another directory that a link leads to',
          by: sh`ln -sfn one ${root}/current`,
          changes: [`link ${root}/current: update target`],
        },
        {
          name: 'a file in the place of a link',
          by: sh`rm ${root}/current; echo x >${root}/current`,
          changes: [`link ${root}/current: update kind`],
        },
        {
          name: 'a group too few, and a key that is gone',
          by: sh`usermod -G '' trueupops; : >/home/trueupops/.ssh/authorized_keys`,
          changes: ['user trueupops: update groups', `${operatorsKey.id}: create key`],
        },
        {
          name: 'a removed package',
          by: sh`DEBIAN_FRONTEND=noninteractive apt-get -q -y purge tree >/dev/null 2>&1`,
          changes: [`${programs.id}: create package tree`],
        },
        {
          name: 'names that are gone',
          by: sh`sed -i /trueup/d /etc/hosts`,
          changes: ['hostsEntries /etc/hosts: create entries'],
        },
        {
          name: 'a unit that was stopped and disabled',
          by: sh`systemctl disable -q --now trueup-tried`,
          changes: ['service trueup-tried: update start at boot', 'service trueup-tried: update state'],
        },
      ],
    });

    it('takes the role base, differs in nothing then, and holds every check', async function () {
      this.timeout(300_000);
      const { trouble, outcome } = await site.apply();
      assert.equal(trouble, undefined);
      assert.equal(outcome, 'changed');
      assert.deepEqual((await site.plan()).changes, []);
      assert.deepEqual((await site.verify()).failed, []);
    });
  });
}
