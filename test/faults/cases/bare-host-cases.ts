// What a real host may lack, and how a test takes it away and gives it back: by mounts over it, so that nothing is lost.
import { packages, sh } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Script } from '../../../lib/model/script.js';

interface BareHost {
  readonly breaks: Script;
  readonly mends: Script;
  /** Declared besides a file and a service. */
  readonly lacks?: readonly Resource[];
  readonly code: string;
  /** In the message, or in what the host said. */
  readonly says: RegExp;
  readonly advises: RegExp;
}

const layers = '/run/trueup-layers';

/** A writable layer over /usr/bin, in which these are removed. */
const without = (...programs: readonly string[]): Pick<BareHost, 'breaks' | 'mends'> => ({
  breaks: sh`
mkdir -p ${layers}; mount -t tmpfs tmpfs ${layers}; mkdir ${layers}/up ${layers}/work; chmod 755 ${layers}/up
mount -t overlay overlay -o lowerdir=/usr/bin,upperdir=${layers}/up,workdir=${layers}/work /usr/bin
cd /usr/bin; rm ${programs}`,
  mends: sh`umount -l /usr/bin; umount -l ${layers}; rmdir ${layers}`,
});

const under = (path: string, options: string, fill: Script = sh``): Pick<BareHost, 'breaks' | 'mends'> => ({
  breaks: sh`mkdir -p ${path}; mount -t tmpfs -o ${options} tmpfs ${path}; ${fill}`,
  mends: sh`umount -l ${path}`,
});

const filled = (path: string): Script => sh`cat /dev/zero >${`${path}/filler`} 2>/dev/null || :`;

/** umount(8) asks /proc what is mounted; the kernel's own call (166 on x86-64) doesn't. */
const procBack = sh`perl -e 'my $proc = "/proc"; syscall(166, $proc, 2) == 0 or die $!'; cat /proc/uptime`;

/** Hosts on which trueup can't work. */
export const bareHostCases: Readonly<Record<string, BareHost>> = {
  'no systemctl': {
    ...without('systemctl'),
    code: 'E_UNREADABLE',
    says: /service ssh.*systemctl.*not found/s,
    advises: /a host that runs systemd/,
  },
  'a PID 1 that isn’t systemd': {
    ...under('/run/systemd', 'mode=755'),
    code: 'E_UNREADABLE',
    says: /service ssh.*has not been booted with systemd/s,
    advises: /a host that runs systemd/,
  },
  'no apt and no dpkg': {
    ...without('dpkg', 'dpkg-query', 'apt-get', 'apt-cache', 'apt-mark'),
    lacks: [packages({ names: ['hello'] })],
    code: 'E_UNREADABLE',
    says: /packages hello.*dpkg-query: not found/s,
    advises: /Debian or Ubuntu/,
  },
  'no flock': {
    ...without('flock'),
    code: 'E_APPLY',
    says: /flock\(1\) is missing/,
    advises: /Install util-linux/,
  },
  'no /proc': {
    breaks: sh`mount -t tmpfs tmpfs /proc`,
    mends: procBack,
    code: 'E_UNREADABLE',
    says: /its facts cannot be read/,
    advises: /with \/proc mounted/,
  },
  'a full /run': {
    ...under('/run/trueup', 'size=4k', filled('/run/trueup')),
    code: 'E_APPLY',
    says: /\/run\/trueup\/lock can’t be written/,
    advises: /\/run on the host is mounted, writable and not full/,
  },
  'a read-only /var/lib/trueup': {
    ...under('/var/lib/trueup', 'ro'),
    code: 'E_APPLY',
    says: /file \/mnt\/trueup-bare\.conf failed.*\/var\/lib\/trueup\/runs.*Read-only file system/s,
    advises: /read-only, often after a disk error/,
  },
  'a full /var/lib/trueup': {
    ...under('/var/lib/trueup', 'size=4k', filled('/var/lib/trueup')),
    code: 'E_APPLY',
    says: /file \/mnt\/trueup-bare\.conf failed/,
    advises: /out of space or inodes/,
  },
};

/** Hosts that are unusual, and nothing more. */
export const oddHostCases: Readonly<Record<string, { readonly odd: Script; readonly mends: Script }>> = {
  'a /proc that hides others’ processes (hidepid=2)': {
    odd: sh`mount -t proc -o hidepid=2 proc /proc`,
    mends: sh`umount -l /proc`,
  },
  'a /tmp from which nothing may be run': {
    odd: sh`mount -t tmpfs -o noexec,mode=1777 tmpfs /tmp`,
    mends: sh`umount -l /tmp`,
  },
};
