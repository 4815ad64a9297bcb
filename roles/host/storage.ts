// What is mounted where.
import { mount, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { oneLine, pathKey } from './shared-schemas.js';

const mountEntry = Type.Object(
  {
    what: oneLine(
      'Source of the mount: `UUID=…`, `LABEL=data`, `/dev/vdb1`, `nas:/export`, `tmpfs`, or a folder.',
    ),
    type: oneLine('File system, as in fstab(5): `ext4`, `nfs4`, `tmpfs`; `none` for a bind mount.'),
    options: Type.Array(oneLine('An option.'), {
      default: [],
      description: 'Mount options, as in mount(8), one per item: `[noatime, size=64m]`.',
    }),
    pass: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2,
        description:
          'Pass in which fsck checks the file system at boot: 1 or 2. Defaults to 0, which means never.',
      }),
    ),
    mounted: Type.Optional(
      Type.Boolean({
        description:
          'Whether to mount the file system now, in addition to listing it in /etc/fstab. Defaults to true, or to false with the option `noauto`.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares storage. */
export const storageVars = {
  mounts: Type.Optional(
    section(pathKey, mountEntry, 'Mounts and their entries in /etc/fstab, by mount point.'),
  ),
};

interface StorageVars {
  readonly mounts?: Readonly<Record<string, Static<typeof mountEntry>>>;
}

/** The mounts, outer ones before those within them. */
export function declaredMounts({ mounts = {} }: StorageVars): Generator<Resource> {
  const sorted = Object.entries(mounts).sort(([a], [b]) => (a < b ? -1 : 1));
  return each('mounts', Object.fromEntries(sorted), (where, entry) => mount({ where, ...entry }));
}
