// Hosts that can take no changes, how a test makes one, and what is said of it: by mounts over them, so that nothing is lost.
import { sh } from '../../../lib/kit.js';
import type { Script } from '../../../lib/model/script.js';

interface RefusedImage {
  readonly breaks: Script;
  readonly mends: Script;
  /** What follows the host's name in the error. */
  readonly says: string;
  readonly advises: RegExp;
}

/** The same folder once more, mounted otherwise. */
const remounted = (folder: string, options: string): Pick<RefusedImage, 'breaks' | 'mends'> => ({
  breaks: sh`mount --bind ${folder} ${folder}; mount -o ${`remount,bind,${options}`} ${folder}`,
  mends: sh`umount -l ${folder}`,
});

const layers = '/run/trueup-layers';

/** The same folder with little room for what is written from now on. */
const confined = (folder: string, limits: string): Pick<RefusedImage, 'breaks' | 'mends'> => ({
  breaks: sh`
mkdir -p ${layers}; mount -t tmpfs -o ${limits} tmpfs ${layers}; mkdir ${layers}/up ${layers}/work; chmod 755 ${layers}/up
mount -t overlay overlay -o ${`lowerdir=${folder},upperdir=${layers}/up,workdir=${layers}/work`} ${folder}`,
  mends: sh`umount -l ${folder}; umount -l ${layers}; rmdir ${layers}`,
});

/** Each is refused before its first change. */
export const refusedImages: Readonly<Record<string, RefusedImage>> = {
  'a read-only /usr': { ...remounted('/usr', 'ro'), says: '/usr: read-only', advises: /findmnt -T \/usr/ },
  'a read-only /etc': {
    ...remounted('/etc', 'ro'),
    says: '/etc: read-only',
    advises: /remount it read-write/,
  },
  'a read-only /var': {
    ...remounted('/var', 'ro'),
    says: '/var/lib, /var/cache: read-only',
    advises: /findmnt -T \/var\/lib/,
  },
  'a read-only /tmp': {
    breaks: sh`mount -t tmpfs -o ro tmpfs /tmp`,
    mends: sh`umount -l /tmp`,
    says: '/tmp: read-only',
    advises: /remount it read-write/,
  },
  'a /var from which nothing may be run': {
    ...remounted('/var', 'noexec'),
    says: '/var/lib/dpkg: noexec',
    advises: /without noexec/,
  },
  'a /tmp that is full': {
    breaks: sh`mount -t tmpfs -o size=64k,mode=1777 tmpfs /tmp`,
    mends: sh`umount -l /tmp`,
    says: '/tmp: too little space',
    advises: /df -h \/tmp/,
  },
  'a full /etc': { ...confined('/etc', 'size=512k'), says: '/etc: too little space', advises: /df -h \/etc/ },
  'a full /var': {
    ...confined('/var', 'size=512k'),
    says: '/var/lib, /var/cache: too little space',
    advises: /apt-get clean/,
  },
  'a /usr with too little room for any package': {
    ...confined('/usr', 'size=8m'),
    says: '/usr: too little space',
    advises: /df -h \/usr/,
  },
  'a /var without inodes': {
    ...confined('/var', 'nr_inodes=40'),
    says: '/var/lib, /var/cache: too few inodes',
    advises: /df -i \/var\/lib/,
  },
};
