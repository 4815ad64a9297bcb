// Firewalls for a host under test: two that let everybody in, and one that lets nobody.
import { nftables, packages } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';

const open = (comment: string): string =>
  `table inet tried {\n  chain input { type filter hook input priority 0; policy accept; comment "${comment}"; }\n}\n`;

/** Established connections go on, as in every firewall: only a new one shows it. */
const shut = `table inet tried {
  chain input { type filter hook input priority 0; policy drop; ct state established,related accept; iif lo accept; }
}
`;

/** The firewall of the host under test, good or bad. */
export function firewall(kind: 'first' | 'second' | 'shut'): readonly Resource[] {
  return [packages({ names: ['nftables'] }), nftables({ ruleset: kind === 'shut' ? shut : open(kind) })];
}
