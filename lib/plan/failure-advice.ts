// Advice on the errors that a host reports when a probe or a change fails: the common ways in which hosts are broken.

const known: readonly (readonly [RegExp, string])[] = [
  [
    // dash reports a full disk only as an I/O error.
    /No space left on device|Disk quota exceeded|printf: I\/O error|write error/i,
    'A file system on the host is out of space or inodes: run df -h and df -i there (and dmesg, if neither shows the cause).',
  ],
  [
    /Read-only file system/i,
    'A file system on the host is read-only, often after a disk error: check dmesg and findmnt there.',
  ],
  [
    /Could not get lock|dpkg frontend lock|is another process using it/i,
    'Another apt or dpkg process is running on the host (perhaps unattended-upgrades). Wait for it to finish, then run again.',
  ],
  [
    /Held packages were changed/i,
    'A declared package is on hold on the host. List held packages with apt-mark showhold, and release one with apt-mark unhold NAME.',
  ],
  [
    /is pinned with a priority below 0/i,
    'Change that preference, or stop declaring the package. To see which preferences apply, run apt-cache policy NAME.',
  ],
  [
    /remove is disabled/i,
    'A package on the host can’t be configured and has to be removed. Find it with dpkg --audit, and remove it with apt-get --fix-broken install.',
  ],
  [
    /dpkg was interrupted, and/i,
    'A package on the host is only half installed, because one of its own scripts fails. Find it with dpkg --audit, then fix the error that the script reports, or remove the package.',
  ],
  [
    /is expired \(invalid since/i,
    'If the host’s clock is correct (date -u), the mirror is out of date: wait for its next update, or remove it from the host’s sources.',
  ],
  [
    /not valid yet|invalid for another|certificate is not yet valid|certificate has expired/i,
    'Check the host’s clock (date -u): signatures and certificates are only valid for a limited time.',
  ],
  [
    /Temporary failure (in name resolution|resolving)|Could not resolve/i,
    'The host can’t resolve names; check its /etc/resolv.conf.',
  ],
  [
    /systemctl: (command )?not found|not been booted with systemd|Failed to connect to bus/i,
    'Trueup needs a host that runs systemd.',
  ],
  [
    /apt-(get|cache|mark): (command )?not found|dpkg(-query)?: (command )?not found/i,
    'Trueup needs Debian or Ubuntu, with apt and dpkg.',
  ],
  [
    /Cannot allocate memory|Out of memory|fork: retry/i,
    'The host is out of memory or has reached its process limit: check `free -m` and `ulimit -u` there.',
  ],
];

/** The advice on this output; undefined if it matches no known problem. */
export function adviceFor(output: string): string | undefined {
  return known.find(([pattern]) => pattern.test(output))?.[1];
}
