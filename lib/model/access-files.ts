// Files that control who can log in to a host or become root.

/** Whether the file contains sudo rules, as in sudoers(5). */
export function rulesSudo(path: string): boolean {
  return /^\/etc\/sudoers(\.d\/.|$)/.test(path);
}

/** Whether the file contains sudo rules or configures sshd. */
export function isAccessFile(path: string): boolean {
  return rulesSudo(path) || /^\/etc\/ssh(\/.|$)/.test(path);
}
