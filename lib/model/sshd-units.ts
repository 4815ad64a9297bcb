// The units of sshd on Debian and Ubuntu: a service, or a socket that starts it.

/** The units of sshd, for `service`. Ubuntu has used `ssh.socket` since 22.10; `sshd.socket` is its name elsewhere. */
export const sshdUnits = { unit: 'ssh.service', sockets: ['ssh.socket', 'sshd.socket'] } as const;
