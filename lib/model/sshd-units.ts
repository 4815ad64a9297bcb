// What runs sshd on Debian and Ubuntu: a service by itself, or a socket that starts it.

/** Ubuntu has used `ssh.socket` since 22.10; `sshd.socket` is what others call it, and some administrators. */
export const sshdUnits = { unit: 'ssh.service', sockets: ['ssh.socket', 'sshd.socket'] } as const;
