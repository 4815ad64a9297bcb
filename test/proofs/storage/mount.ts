// The proof of mounts.
import { mount, sh } from '../../../lib/kit.js';
import type { MountWant } from '../../../lib/resources/storage/mount-want.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/storage/mount.js';
import { proofOf, type Refused } from '../proof.js';

const where = '/mnt/trueup tried';
const field = '/mnt/trueup\\040tried';
const ram: MountWant = { what: 'tmpfs', where, type: 'tmpfs', options: ['size=1m', 'mode=0755', 'noexec'] };
const line = `tmpfs ${field} tmpfs size=1m,mode=0755,noexec 0 0`;
const disk: MountWant = { what: 'UUID=1-2', where, type: 'ext4', options: ['noatime', 'nofail'], pass: 2 };
const shared: MountWant = { what: '/srv', where: '/mnt/trueup-bound', type: 'none', options: ['bind', 'ro'] };
const id = `mount ${where}`;

/** What a host says: its fstab, one mount, and what is at the mount point. */
function says(entries: string, mounted: string, point: string): string {
  const file = `found 0\n81a4:0:0:9:root:root\n${base64(`# others\nproc /proc proc defaults 0 0\n${entries}`)}\n`;
  return `${file}== mounts\n21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n${mounted}== points\n${point}.\n`;
}
const live = (options: string, own: string, fs = 'tmpfs tmpfs'): string =>
  `99 21 0:9 / ${field} ${options} shared:5 - ${fs} ${own}\n`;
const fine = live('rw,noexec,relatime', 'rw,size=1024k,mode=755');
const onDisk = (options: string, own = 'rw'): string => live(options, own, 'ext4 /dev/sdb1');
const diskLine = `UUID=1-2 ${field} ext4 noatime,nofail 0 2`;

const update = 'update' as const;
const what = 'entry in /etc/fstab';
const refused = (title: string, wrong: Partial<MountWant>): Refused => [
  title,
  () => mount({ ...disk, ...wrong }),
];

const gone = sh`
for each in ${[where, shared.where]}; do
  while awk -v point="$(printf %s "$each" | sed 's/ /\\\\040/')" '$5 == point { found = 1 } END { exit ! found }' /proc/self/mountinfo; do umount -- "$each"; done
  [ ! -d "$each" ] || rmdir -- "$each"
done
sed -i '/trueup/d' /etc/fstab
systemctl daemon-reload`;
const look = sh`cat /etc/fstab; grep /mnt/trueup /proc/self/mountinfo | cut -d ' ' -f 4-6 || true; ls /mnt`;

export const proof = proofOf<MountWant>({
  type: 'mount',
  cases: [
    {
      name: 'what is not there is entered and mounted',
      want: mount(ram),
      answer: says('', '', 'missing\n'),
      then: [
        { verb: 'create', what, to: line },
        { verb: update, what: 'mount', from: 'not mounted', to: 'tmpfs (tmpfs)' },
      ],
    },
    {
      name: 'what is mounted as declared is left alone',
      want: mount(ram),
      answer: says(`${line}\n`, fine, 'same\n'),
      then: [],
    },
    {
      name: 'other options, of which fstab knows nothing, are told',
      want: mount(ram),
      answer: says(`${line}\n`, live('ro,relatime', 'ro,size=2048k'), 'same\n'),
      then: [
        {
          verb: update,
          what: 'options',
          from: 'ro,exec,size=2048k',
          to: 'size=1m,mode=0755,noexec',
        },
      ],
    },
    {
      name: 'an option that the kernel shows in its own way is taken from fstab',
      want: mount({ ...disk, options: ['noatime', 'nofail', 'commit=30'] }),
      answer: says(`${diskLine}\n`, onDisk('rw,noatime'), 'same\n'),
      then: [
        { verb: update, what, from: diskLine, to: `UUID=1-2 ${field} ext4 noatime,nofail,commit=30 0 2` },
        { verb: update, what: 'options', from: 'noatime,nofail', to: 'noatime,nofail,commit=30' },
      ],
    },
    {
      name: 'a file system that the kernel made read-only is told',
      want: mount(disk),
      answer: says(`${diskLine}\n`, onDisk('rw,noatime', 'ro,errors=remount-ro'), 'same\n'),
      then: [{ verb: update, what: 'options', from: 'ro', to: 'noatime,nofail' }],
    },
    {
      name: 'another source is told',
      want: mount(disk),
      answer: says(`${diskLine}\n`, onDisk('rw,noatime'), ''),
      then: [{ verb: update, what: 'mount', from: '/dev/sdb1 (ext4)', to: 'UUID=1-2 (ext4)' }],
    },
    {
      name: 'nfs is shown as nfs4',
      want: mount({ what: 'nas:/export/', where, type: 'nfs' }),
      answer: says(
        `nas:/export/ ${field} nfs defaults 0 0\n`,
        live('rw,relatime', 'rw,vers=4.2', 'nfs4 nas:/export'),
        'same\n',
      ),
      then: [],
    },
    {
      name: 'a bind mount has the flags of its source where nothing is said of them',
      want: mount(shared),
      answer: says(
        '/srv /mnt/trueup-bound none bind,ro 0 0\n',
        '99 21 0:9 /srv /mnt/trueup-bound ro,nosuid,nodev - ext4 /dev/sda1 rw\n',
        'same\n',
      ),
      then: [],
    },
    {
      name: 'what waits for somebody to come is mounted',
      want: mount(ram),
      answer: says(`${line}\n`, live('rw', 'rw', 'autofs systemd-1'), ''),
      then: [],
    },
    {
      name: 'what should not be mounted is told',
      want: mount({ ...ram, mounted: false }),
      answer: says(`${line}\n`, fine, 'same\n'),
      then: [{ verb: update, what: 'mount', from: 'tmpfs (tmpfs)', to: 'not mounted' }],
    },
    {
      name: 'noauto leaves that open',
      want: mount({ ...disk, options: ['noauto'] }),
      answer: says(`UUID=1-2 ${field} ext4 noauto 0 2\n`, onDisk('rw'), 'same\n'),
      then: [],
    },
    {
      name: 'an entry that systemd has not read is told',
      want: mount(ram),
      answer: says(`${line}\n`, fine, 'same\nstale\n'),
      then: [{ verb: 'run', what: 'daemon-reload' }],
    },
    {
      name: 'two entries for one place are nobody’s',
      want: mount(ram),
      answer: says(`${line}\n/dev/sdc ${field} ext4\n`, fine, 'same\n'),
      then: { unreadable: `/etc/fstab has 2 entries for ${where}` },
    },
    {
      name: 'a place that leads elsewhere is unknown',
      want: mount(ram),
      answer: says('', '', 'missing\nresolves to /data\n'),
      then: { unreadable: `the parent folder of ${where} resolves to /data; declare the path without links` },
    },
    {
      name: 'a device that is not there is not taken for another one',
      want: mount(disk),
      answer: says(`${diskLine}\n`, onDisk('rw,noatime'), 'lost\n'),
      then: { unreadable: 'UUID=1-2 is missing, so what is mounted is unknown' },
    },
  ],
  refused: [
    refused('a place that leads elsewhere', { where: '/srv/../etc' }),
    refused('a place of two lines', { where: '/srv/a\nb' }),
    refused('a source that is a comment', { what: '#x' }),
    refused('a source that is an option', { what: '--all' }),
    refused('a type of two', { type: 'ext4,xfs' }),
    refused('swap', { type: 'swap' }),
    refused('two options in one', { options: ['ro,suid'] }),
    refused('an option with a blank', { options: ['x=a b'] }),
    refused('an option that is no option of a mount', { options: ['remount'] }),
    refused('a password that everybody may read', { type: 'cifs', options: ['password=x'] }),
    refused('a third pass', { pass: 3 }),
    refused('a bind mount of a device', { type: 'none', options: ['bind'] }),
  ],
  cycle: {
    title: 'A mount',
    before: gone,
    after: gone,
    resources: [mount(ram), mount(shared)],
    atFirst: [
      `${id}: create ${what}`,
      `${id}: update mount`,
      `mount ${shared.where}: create ${what}`,
      `mount ${shared.where}: update mount`,
    ],
    tamperings: [
      { name: 'what was unmounted', by: sh`umount ${where}`, changes: [`${id}: update mount`] },
      { name: 'another size', by: sh`mount -o remount,size=2m ${where}`, changes: [`${id}: update options`] },
      {
        name: 'another flag',
        by: sh`mount -o remount,bind,rw ${shared.where}`,
        changes: [`mount ${shared.where}: update options`],
      },
      {
        name: 'another folder in its place',
        by: sh`umount ${shared.where}; mount --bind /etc ${shared.where}`,
        changes: [`mount ${shared.where}: update mount`],
      },
      {
        name: 'another entry, of which systemd was told',
        by: sh`sed -i 's/size=1m/size=3m/' /etc/fstab; systemctl daemon-reload`,
        changes: [`${id}: update ${what}`, `${id}: update options`],
      },
      {
        name: 'an entry that is gone',
        by: sh`sed -i '/trueup-bound/d' /etc/fstab; systemctl daemon-reload`,
        changes: [`mount ${shared.where}: create ${what}`, `mount ${shared.where}: update options`],
      },
      {
        name: 'an fstab that systemd has not read',
        by: sh`sleep 1; touch /etc/fstab`,
        changes: [`${id}: run daemon-reload`, `mount ${shared.where}: run daemon-reload`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    { title: 'a new mount', before: () => [], after: () => [mount(ram), mount(shared)], look, cleanUp: gone },
    {
      title: 'a mount with other options',
      before: () => [mount({ ...ram, options: ['size=2m', 'nosuid'] })],
      after: () => [mount(ram)],
      look,
      cleanUp: gone,
    },
    {
      title: 'a mount of something else',
      before: () => [mount({ ...shared, what: '/etc' })],
      after: () => [mount(shared)],
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a mount',
    resources: [mount(ram)],
    there: sh`grep -e trueup /etc/fstab || grep -e /mnt/trueup /proc/self/mountinfo`,
  },
});
