// Tamperings with a regular file, for every type that manages one.
import { stagedPath } from '../../../shell/staged-path.js';
import { sh } from '../../../shell/sh.js';
import type { Tampering } from '../tampering.js';

/** Tamperings with a regular file. `mode` is its declared mode. */
export function fileTamperings(path: string, mode = '0644'): readonly Tampering[] {
  const other = mode === '0604' ? '0606' : '0604';
  const stray = `/var/tmp/stray${path.replaceAll('/', '-')}`;
  const tamperings: readonly Tampering[] = [
    { how: `content of ${path}`, script: sh`echo '# stray' >>${path}` },
    { how: `emptied ${path}`, script: sh`[ -s ${path} ] || exit 77; : >${path}` },
    { how: `mode of ${path}`, script: sh`chmod ${other} ${path}` },
    { how: `owner of ${path}`, script: sh`chown nobody ${path}` },
    { how: `group of ${path}`, script: sh`chgrp nogroup ${path}` },
    { how: `removed ${path}`, script: sh`rm ${path}` },
    {
      how: `replaced ${path} with a link`,
      script: sh`cp -p ${path} ${stray}; rm ${path}; ln -s ${stray} ${path}`,
    },
    { how: `leftover next to ${path}`, script: sh`echo half >${stagedPath(path)}` },
  ];
  return tamperings.map((one) => ({ ...one, contained: true }));
}
