// Firewalls and configurations of sshd for a host under test: some that let everybody in, and some that let nobody.
import { file, nftables, packages, service, sh } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';

const open = (comment: string): string =>
  `  chain input { type filter hook input priority 0; policy accept; comment "${comment}"; }\n`;

const drop = (but: string): string =>
  `  chain input { type filter hook input priority 0; policy drop; ${but} iif lo accept; }\n`;

const rulesets = {
  first: open('first'),
  second: open('second'),
  third: open('third'),
  /** Established connections go on, as in every firewall: only a new one shows it. */
  shut: drop('ct state established,related accept;'),
  /** Cuts also those. */
  cut: drop(''),
} as const;

/** The firewall of the host under test, good or bad. */
export function firewall(kind: keyof typeof rulesets): readonly Resource[] {
  return [packages({ names: ['nftables'] }), nftables({ rules: rulesets[kind] })];
}

/** sshd of the host under test, with these settings. */
export function sshd(content: string): readonly Resource[] {
  const config = file({ path: '/etc/ssh/sshd_config.d/05-tried.conf', content });
  return [
    config,
    service({
      unit: 'ssh',
      running: true,
      enabled: 'as it is',
      test: sh`mkdir -p -m 0755 /run/sshd; sshd -t`,
      reloadOn: [config],
      lockOut: true,
    }),
  ];
}

/** What is changed at once by a trueup that dies before it could prove its way in. */
export const unproven = {
  good: [...sshd('MaxAuthTries 4\n'), ...firewall('third')],
  bad: [...sshd('AllowUsers nobody-at-all\n'), ...firewall('shut')],
} as const;
