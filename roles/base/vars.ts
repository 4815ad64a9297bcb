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
    from: ranges({ minItems: 1, description: 'Addresses that may connect.' }),
    why: Type.String({
      pattern: '^[^\\u0000-\\u001f"\\\\]+$',
      description: 'What it is for; written to the rules as a comment.',
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
          'Addresses and ranges that administer the fleet: they may use ssh and the statistics. The controller, or the jump host that it connects through, must be among them. `controller` stands for the address that trueup is connecting from, as the host sees it; on its own it locks out everybody else.',
      },
      `^controller$|${range}`,
    ),
    domain: Type.Optional(
      Type.String({
        format: 'hostname',
        description:
          'Domain under which hosts also know each other as NAME.DOMAIN. If unset, they use NAME only.',
      }),
    ),
    timezone: Type.String({
      pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$',
      default: 'Etc/UTC',
      description: 'Time zone, as named below /usr/share/zoneinfo.',
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
          'What keeps the clock: the daemon that the host already has (`auto`; systemd-timesyncd if it has none), only the one named here, or none that trueup manages (`none`). In a container, the clock is always the machine’s own.',
      },
    ),
    ntp_servers: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.:-]+$' }), {
      default: [],
      description:
        "Time servers. Defaults to the distribution's. chrony and ntpsec use them in addition to those they already have.",
    }),
    ssh_port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 22,
      description:
        'Port that sshd already listens on, on the host itself. The firewall opens it; sshd is not moved to it.',
    }),
    ssh_root_login: Type.Union([Type.Literal('no'), Type.Literal('prohibit-password')], {
      default: 'no',
      description: 'PermitRootLogin, as in sshd_config(5).',
    }),
    ssh_passwords: Type.Boolean({
      default: false,
      description: 'Whether sshd accepts passwords. False is refused while the inventory logs in with one.',
    }),
    ssh_exceptions: Type.Boolean({
      default: false,
      description:
        "Whether a Match block in sshd's configuration may allow other users or addresses more than this role does. The run's own connection is checked in any case.",
    }),
    ssh_crypto: Type.Union([Type.Literal('default'), Type.Literal('modern')], {
      default: 'default',
      description:
        "Which algorithms sshd offers: the release's own without the broken ones (`default`), or only those that pass ssh-audit (`modern`); with `modern`, older clients, Vagrant's among them, can't log in.",
    }),
    firewall: Type.Union([Type.Literal('nftables'), Type.Literal('none')], {
      default: 'nftables',
      description:
        "What filters packets: a table of our own in nftables, which allows what the roles need, or something else (`none`): ufw, firewalld, the network's own firewall. With `none`, you open the roles' ports there.",
    }),
    drop_forwarded: Type.Boolean({
      default: false,
      description:
        "Whether the firewall also drops all traffic that the host would forward. Don't set it on hosts that run containers or virtual machines: they need forwarding.",
    }),
    reject_fleet: Type.Boolean({
      default: true,
      description:
        'Whether a closed port rejects hosts of the fleet and operators at once. Packets from everybody else are dropped silently; if this is false, so are theirs.',
    }),
    extra_openings: Type.Array(opening, {
      default: [],
      description: 'Ports that no role knows about: monitoring, backup.',
    }),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+:-]*$' }), {
      uniqueItems: true,
      default: [],
      description: 'Additional packages on every host.',
    }),
    reboot: Type.Union([Type.Literal('never'), Type.Literal('when needed')], {
      default: 'never',
      description:
        'Whether an apply reboots a host whose packages require it (a new kernel, a new C library): one host at a time, taken out of service before.',
    }),
    unattended_upgrades: Type.Boolean({
      default: false,
      description: 'Whether security updates are installed every day, without reboots.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type BaseVars = Static<typeof vars>;
