// Names of hosts at the start of a message.

/** `web1, web2, web3, 5 more`: lists all names if there are at most four, otherwise the first three. */
export function hostsInWords(hosts: readonly string[]): string {
  return (hosts.length > 4 ? [...hosts.slice(0, 3), `${hosts.length - 3} more`] : hosts).join(', ');
}
