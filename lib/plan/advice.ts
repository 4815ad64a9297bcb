// What to do about what a host said when it couldn't be asked or a change failed: the broken hosts that everybody meets once.

const known: readonly (readonly [RegExp, string])[] = [
  [
    // dash has no other word for it.
    /No space left on device|Disk quota exceeded|printf: I\/O error|write error/i,
    'a file system of the host is full, of bytes or of inodes: look with df -h and df -i there (and dmesg, if it is not)',
  ],
  [
    /Read-only file system/i,
    'a file system of the host is read-only, often after a disk error: look with dmesg and findmnt there',
  ],
  [
    /Could not get lock|dpkg frontend lock|is another process using it/i,
    'another apt or dpkg works on the host (unattended-upgrades?): wait until it is done, and run again',
  ],
  [
    /not valid yet|invalid for another|is expired \(invalid since|certificate is not yet valid|certificate has expired/i,
    'compare the host’s clock with the time (date -u): signatures and certificates hold only for theirs',
  ],
  [
    /Temporary failure (in name resolution|resolving)|Could not resolve/i,
    'the host resolves no names: look at /etc/resolv.conf there',
  ],
  [
    /systemctl: (command )?not found|not been booted with systemd|Failed to connect to bus/i,
    'trueup needs a host that systemd runs',
  ],
  [
    /apt-(get|cache|mark): (command )?not found|dpkg(-query)?: (command )?not found/i,
    'trueup needs a host with Debian or Ubuntu, and their apt and dpkg',
  ],
  [
    /Cannot allocate memory|Out of memory|fork: retry/i,
    'the host is out of memory or processes: look with free there',
  ],
];

/** The advice for what was said; nothing where it speaks for itself. */
export function adviceFor(output: string): string | undefined {
  return known.find(([pattern]) => pattern.test(output))?.[1];
}
