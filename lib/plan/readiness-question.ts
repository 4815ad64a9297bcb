// Queries whether a host can take changes at all; sent together with the query for the facts.
import { sh } from '../shell/sh.js';

/** Folders that changes write to. */
export const askedFolders = ['/etc', '/usr', '/var/lib', '/var/cache', '/tmp'] as const;

/*
 * access(2) reports read-only and noexec mounts even to root, and so do `test -w` and `test -x` of dash and bash. Those
 * of busybox assume that root may do anything: there, only a failing change shows the problem. A user who doesn't own
 * the folders (-O) can't write to them anyway. stat(1) -f: free blocks including root's share, their size, free inodes,
 * all inodes (0: the file system doesn't count them). A missing folder is not reported here.
 */
export const readinessQuestion = sh`
for folder in ${askedFolders}; do [ ! -O "$folder" ] || [ -w "$folder" ] || printf 'read-only=%s\n' "$folder"; done
script=/var/lib/dpkg/info/base-files.postinst
[ ! -f "$script" ] || [ -x "$script" ] || echo 'noexec=/var/lib/dpkg'
stat -f -c 'room=%n %f %S %d %c' ${askedFolders} 2>/dev/null || true`;
