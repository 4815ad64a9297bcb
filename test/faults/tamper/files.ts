// Tamperings of what stands at a path.
import { stagedPath } from '../../../lib/shell/staged-path.js';
import { sh } from '../../../lib/shell/sh.js';
import type { Tamper, Tampering } from './tampering.js';

/** Of one regular file. `mode` is what it should have. */
export function fileTamperings(path: string, mode = '0644'): readonly Tampering[] {
  const other = mode === '0604' ? '0606' : '0604';
  return [
    { how: `content of ${path}`, script: sh`echo '# stray' >>${path}` },
    { how: `emptied ${path}`, script: sh`[ -s ${path} ] || exit 77; : >${path}` },
    { how: `mode of ${path}`, script: sh`chmod ${other} ${path}` },
    { how: `owner of ${path}`, script: sh`chown nobody ${path}` },
    { how: `group of ${path}`, script: sh`chgrp nogroup ${path}` },
    { how: `removed ${path}`, script: sh`rm ${path}` },
    {
      how: `replaced by a link ${path}`,
      script: sh`cp -p ${path} /var/tmp/stray; rm ${path}; ln -s /var/tmp/stray ${path}`,
    },
    { how: `leftover beside ${path}`, script: sh`echo half >${stagedPath(path)}` },
  ];
}

export const file: Tamper<{ path: string; mode?: string }> = ({ path, mode }) => fileTamperings(path, mode);

export const unit: Tamper<{ path: string }> = ({ path }) => fileTamperings(`/etc/systemd/system/${path}`);

export const certificate: Tamper<{ certificate: string; key: string; keyMode?: string }> = (want) => [
  ...fileTamperings(want.certificate),
  ...fileTamperings(want.key, want.keyMode ?? '0600'),
];

export const repository: Tamper<{ name: string; key?: string }> = ({ name, key }) =>
  [
    ...(key === undefined ? [] : [`/etc/apt/keyrings/${name}.asc`]),
    `/etc/apt/preferences.d/${name}`,
    `/etc/apt/sources.list.d/${name}.sources`,
  ].flatMap((path) => fileTamperings(path));

/** What is in it falls with it. */
export const directory: Tamper<{ path: string; mode?: string }> = ({ path, mode }) => [
  { how: 'mode', script: sh`chmod ${mode === '0705' ? '0707' : '0705'} ${path}` },
  { how: 'owner', script: sh`chown daemon ${path}` },
  { how: 'group', script: sh`chgrp games ${path}` },
  { how: 'removed', script: sh`find ${path} -mindepth 1 -printf 'path %p\n'; rm -rf ${path}` },
];

export const link: Tamper<{ path: string }> = ({ path }) => [
  { how: 'target', script: sh`ln -sfn /nowhere ${path}` },
  { how: 'removed', script: sh`rm ${path}` },
  { how: 'replaced by a file', script: sh`rm ${path}; echo stray >${path}` },
  { how: 'leftover', script: sh`ln -s /nowhere ${stagedPath(path)}` },
];

export const absent: Tamper<{ path: string }> = ({ path }) => [
  { how: 'a file', script: sh`echo stray >${path}` },
  { how: 'a link', script: sh`ln -s /nowhere ${path}` },
  { how: 'a folder', script: sh`mkdir ${path}` },
];

export const release: Tamper<{ root: string }> = ({ root }) => [
  {
    how: 'a changed file',
    script: sh`first=$(find ${root}/current/ -type f | sort | head -n 1); echo stray >>"$first"`,
  },
  {
    how: 'a removed file',
    script: sh`first=$(find ${root}/current/ -type f | sort | head -n 1); rm "$first"`,
  },
  { how: 'current removed', script: sh`rm ${root}/current` },
  { how: 'current elsewhere', script: sh`ln -sfn releases/nowhere ${root}/current` },
  { how: 'owner', script: sh`chown daemon ${root}/current/.` },
  { how: 'a half-unpacked release', script: sh`mkdir ${root}/releases/.unpack-stray` },
  { how: 'the manifest removed', script: sh`rm ${root}/releases/.manifest-*` },
];
