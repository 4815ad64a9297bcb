// Tampering with mounts.
import { sh } from '../../../shell/sh.js';
import { escapeField } from '../../../resources/storage/fstab.js';
import type { MountWant } from '../../../resources/storage/mount-want.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<MountWant> = ({ where: point }) => [
  { how: 'unmounted', script: sh`mountpoint -q ${point} || exit 77; umount ${point} || exit 77` },
  {
    how: 'removed from fstab',
    script: sh`cp /etc/fstab /var/tmp/fstab; point=${escapeField(point)} awk '$2 != ENVIRON["point"]' /var/tmp/fstab >/etc/fstab`,
  },
];
