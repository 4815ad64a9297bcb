// Lets servers on loopback play machines: a run refuses two hosts that have the same boot and the same addresses.

/** A shell in a network namespace of its own (unshare(1)), and so without the addresses of this machine. */
export const playedMachine: readonly string[] = [
  ...['/usr/bin/unshare', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), '--net'],
  '/bin/sh',
];
