// The base role's variables.
import { Type, type Static } from '../../lib/kit.js';
import { range, ranges } from './ranges.js';

const opening = Type.Object(
  {
    port: Type.Integer({ minimum: 1, maximum: 65535, description: 'The port.' }),
    protocol: Type.Union([Type.Literal('tcp'), Type.Literal('udp')], {
      default: 'tcp',
      description: '`tcp` or `udp`.',
    }),
    from: ranges({ minItems: 1, description: 'Who may come in.' }),
    why: Type.String({
      pattern: '^[^\\u0000-\\u001f"\\\\]+$',
      description: 'What it is for; a comment in the rules.',
    }),
  },
  { additionalProperties: false },
);

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    operators: ranges(
      {
        minItems: 1,
        description:
          'Addresses and ranges that administer the fleet: they may use ssh and the statistics. The controller must be among them, or the jump host it comes through; `controller` is whoever runs trueup just now, as the host sees it; on its own it locks out everybody else.',
      },
      `^controller$|${range}`,
    ),
    domain: Type.Optional(
      Type.String({
        format: 'hostname',
        description: 'Hosts are also known as NAME.DOMAIN to each other; just as NAME where absent.',
      }),
    ),
    timezone: Type.String({
      pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$',
      default: 'Etc/UTC',
      description: 'Time zone, as below /usr/share/zoneinfo.',
    }),
    time_sync: Type.Union(
      [
        Type.Literal('auto'),
        Type.Literal('timesyncd'),
        Type.Literal('chrony'),
        Type.Literal('ntpsec'),
        Type.Literal('none'),
      ],
      {
        default: 'auto',
        description:
          'What keeps the clock: what the host has already (`auto`; systemd-timesyncd where it has nothing), the one that is named here and no other, or nothing of ours. In a container it is always the machine around it.',
      },
    ),
    ntp_servers: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.:-]+$' }), {
      default: [],
      description:
        "Time servers; the distribution's where empty. chrony and ntpsec ask them besides those that they have.",
    }),
    ssh_port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 22,
      description:
        'Port on which sshd already listens on the host itself. The firewall opens it; sshd is not moved.',
    }),
    ssh_root_login: Type.Union([Type.Literal('no'), Type.Literal('prohibit-password')], {
      default: 'no',
      description: 'As sshd_config(5) PermitRootLogin.',
    }),
    ssh_passwords: Type.Boolean({
      default: false,
      description: 'Whether sshd takes passwords. Refused as false while the inventory logs in with one.',
    }),
    ssh_exceptions: Type.Boolean({
      default: false,
      description:
        "Whether a Match block of sshd's configuration may allow other users or addresses more than this role does. The connection of the run itself is judged in any case.",
    }),
    ssh_crypto: Type.Union([Type.Literal('default'), Type.Literal('modern')], {
      default: 'default',
      description:
        "Which algorithms sshd offers: the release's own without those that are broken, or only those that ssh-audit finds no fault with; older clients, Vagrant's among them, can't log in to `modern`.",
    }),
    firewall: Type.Union([Type.Literal('nftables'), Type.Literal('none')], {
      default: 'nftables',
      description:
        "Who filters packets: a table of our own in nftables, which lets in what the roles need, or somebody else (`none`): ufw, firewalld, the network's own. Then the roles' ports are opened there, by you.",
    }),
    drop_forwarded: Type.Boolean({
      default: false,
      description:
        'Whether the firewall also drops whatever the host would pass on. Not where containers or virtual machines run: they live on that.',
    }),
    reject_fleet: Type.Boolean({
      default: true,
      description:
        'Hosts of the fleet and operators hear at once that a port is closed; everybody else hears nothing. False: nobody hears.',
    }),
    extra_openings: Type.Array(opening, {
      default: [],
      description: 'Ports that no role knows of: monitoring, backup.',
    }),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+:-]*$' }), {
      uniqueItems: true,
      default: [],
      description: 'Further packages on every host.',
    }),
    reboot: Type.Union([Type.Literal('never'), Type.Literal('when needed')], {
      default: 'never',
      description:
        'Whether an apply reboots a host whose packages ask for it (a new kernel, a new C library): one host at a time, taken out of service before.',
    }),
    unattended_upgrades: Type.Boolean({
      default: false,
      description: 'Install security updates every day, without reboots.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type BaseVars = Static<typeof vars>;
