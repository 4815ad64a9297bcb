// Asks a host whether it can take changes at all: a part of the question for the facts.
import { sh } from '../shell/sh.js';

/** Folders that changes go to. */
export const askedFolders = ['/etc', '/usr', '/var/lib', '/var/cache', '/tmp'] as const;

/*
 * access(2) says also to root what is read-only and what is mounted with noexec, and so do `test -w` and `test -x` of dash
 * and bash. Busybox's say that root may do anything: there a change that fails tells it. Who doesn't own the folders (-O)
 * may not write there anyway. stat(1) -f: free blocks with root's share, their size, free inodes, all inodes (0: the file
 * system counts none). A missing folder is not reported here.
 */
export const readinessQuestion = sh`
for folder in ${askedFolders}; do [ ! -O "$folder" ] || [ -w "$folder" ] || printf 'read-only=%s\n' "$folder"; done
script=/var/lib/dpkg/info/base-files.postinst
[ ! -f "$script" ] || [ -x "$script" ] || echo 'noexec=/var/lib/dpkg'
stat -f -c 'room=%n %f %S %d %c' ${askedFolders} 2>/dev/null || true`;
