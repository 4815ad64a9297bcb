// The hosts' network: a bridge, a way out through NAT, and rules that let it through firewalls of other programs.
import { runProgram, tryProgram } from '../programs/run-program.js';
import type { LabSettings, Say } from '../settings/lab-settings.js';
import { networksOf, prefixLength } from './lab-subnets.js';

/** Brings the network up; what already exists stays. */
export async function raiseNetwork(lab: LabSettings, say: Say): Promise<void> {
  const { bridge } = lab;
  const gateways = networksOf(lab).map((network) => `${network.gateway}/${prefixLength(network)}`);
  if (!(await hasBridge(lab))) {
    await runProgram('ip', ['link', 'add', bridge, 'type', 'bridge']);
    say(`bridge ${bridge} with ${gateways.join(', ')}`);
  }
  // No spanning tree: its forward delay would keep a fresh host off the network for seconds.
  await runProgram('ip', ['link', 'set', bridge, 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0']);
  for (const gateway of gateways) await runProgram('ip', ['address', 'replace', gateway, 'dev', bridge]);
  await runProgram('ip', ['link', 'set', bridge, 'up']);
  await runProgram('nft', ['--file', '-'], natRules(lab));
  for (const rule of await missingPassRules(lab)) await runProgram('iptables', ['-w', '-I', ...rule]);
}

/** Takes the network down; returns what it removed. */
export async function dropNetwork(lab: LabSettings): Promise<readonly string[]> {
  const removed: string[] = [];
  if (await hasBridge(lab)) {
    await runProgram('ip', ['link', 'delete', lab.bridge]);
    removed.push(`bridge ${lab.bridge}`);
  }
  if ((await tryProgram('nft', ['list', 'table', 'ip', lab.nftTable])).status === 0) {
    await runProgram('nft', ['delete', 'table', 'ip', lab.nftTable]);
    removed.push(`nft table ${lab.nftTable}`);
  }
  for (const rule of passRules(lab))
    while ((await tryProgram('iptables', ['-w', '-D', ...rule])).status === 0)
      removed.push(`iptables rule in ${rule[0] ?? ''}`);
  return removed;
}

/**
 * The lab's own nft table, replaced in one transaction. If br_netfilter is loaded, packets from host to host pass
 * through it as well, and VRRP's multicast must keep its source.
 */
export function natRules(lab: LabSettings): string {
  const { nftTable, bridge } = lab;
  const all = networksOf(lab).map(({ network }) => network);
  return `table ip ${nftTable} {}
delete table ip ${nftTable}
table ip ${nftTable} {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname != "${bridge}" ip saddr { ${all.join(', ')} } ip daddr != { ${[...all, '224.0.0.0/4'].join(', ')} } masquerade
  }
}
`;
}

/** iptables(8) rules that let the lab's packets through a filter that drops by default. */
export function passRules({ bridge, nftTable }: LabSettings): readonly (readonly string[])[] {
  const comment = ['-m', 'comment', '--comment', nftTable, '-j', 'ACCEPT'];
  return [
    ['FORWARD', '-i', bridge, ...comment],
    ['FORWARD', '-o', bridge, ...comment],
    ['INPUT', '-i', bridge, ...comment],
  ];
}

/** Docker and ufw set the policy DROP, and an accept in a table of our own can't overrule that. */
async function missingPassRules(lab: LabSettings): Promise<readonly (readonly string[])[]> {
  const missing = [];
  for (const rule of passRules(lab)) {
    const chain = await tryProgram('iptables', ['-w', '-S', rule[0] ?? '']);
    if (!/^-P \w+ (DROP|REJECT)/m.test(chain.stdout)) continue;
    if ((await tryProgram('iptables', ['-w', '-C', ...rule])).status !== 0) missing.push(rule);
  }
  return missing;
}

async function hasBridge({ bridge }: LabSettings): Promise<boolean> {
  return (await tryProgram('ip', ['link', 'show', bridge])).status === 0;
}
