// Files by which somebody gets in to a host, or doesn't.

/** Who may become root: sudoers(5). */
export function rulesSudo(path: string): boolean {
  return /^\/etc\/sudoers(\.d\/.|$)/.test(path);
}

/** Those, and whom sshd lets in. */
export function isAccessFile(path: string): boolean {
  return rulesSudo(path) || /^\/etc\/ssh(\/.|$)/.test(path);
}
