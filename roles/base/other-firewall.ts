// Another firewall that is enabled: it keeps blocking what it doesn't allow, even if trueup's firewall allows it.
import { TrueupError, type Facts, type Host } from '../../lib/kit.js';
import type { Rule } from './firewall.js';

/** The protocol and port of a rule, such as `tcp` and `443`; `vrrp` has no port. */
function portOf({ match }: Rule): { readonly protocol: string; readonly port?: string } {
  const [, protocol, port] = /^(\w+) dport (\d+)$/.exec(match) ?? [];
  return protocol !== undefined && port !== undefined ? { protocol, port } : { protocol: 'vrrp' };
}

function allowInUfw(rule: Rule): readonly string[] {
  const { protocol, port } = portOf(rule);
  if (rule.anyone) return [`ufw allow ${port ?? ''}/${protocol}`];
  const to = port === undefined ? '' : ` to any port ${port}`;
  return [...rule.ipv4, ...rule.ipv6].map((source) => `ufw allow proto ${protocol} from ${source}${to}`);
}

function allowInFirewalld(rule: Rule): readonly string[] {
  const { protocol, port } = portOf(rule);
  const add = 'firewall-cmd --permanent';
  if (rule.anyone) return [`${add} --add-port=${port ?? ''}/${protocol}`];
  const what = port === undefined ? `protocol value=${protocol}` : `port port=${port} protocol=${protocol}`;
  const rich = (family: string) => (source: string) =>
    `${add} --add-rich-rule='rule family=${family} source address=${source} ${what} accept'`;
  return [...rule.ipv4.map(rich('ipv4')), ...rule.ipv6.map(rich('ipv6'))];
}

const others = {
  ufw: { off: 'ufw disable', allow: allowInUfw, after: ['ufw reload'] },
  firewalld: {
    off: 'systemctl disable --now firewalld',
    allow: allowInFirewalld,
    after: ['firewall-cmd --reload'],
  },
} satisfies Record<NonNullable<Facts['firewall']>, unknown>;

/** Throws E_NOT_READY if ufw or firewalld is enabled, with the commands for both remedies. */
export function refuseAnother({ name }: Host, { firewall }: Facts, rules: readonly Rule[]): void {
  if (!firewall) return;
  const { off, allow, after } = others[firewall];
  const commands = [...new Set(rules.flatMap(allow)), ...after].join(' && ');
  throw new TrueupError(
    'E_NOT_READY',
    `${name}: ${firewall} is enabled and would keep blocking traffic that base's firewall allows`,
    {
      host: name,
      hint: `Nothing was changed. To use base's firewall, disable ${firewall} on the host with: ${off}. To keep ${firewall}, set base.firewall to none, and run this command on the host: ${commands}`,
    },
  );
}
