// The base role's variables.
import { Type, type Static } from '../../lib/kit.js';
import { range, ranges } from './address-ranges.js';

const opening = Type.Object(
  {
    port: Type.Integer({ minimum: 1, maximum: 65535, description: 'Port number.' }),
    protocol: Type.Union([Type.Literal('tcp'), Type.Literal('udp')], {
      default: 'tcp',
      description: '`tcp` or `udp`.',
    }),
    from: ranges({ minItems: 1, description: 'Addresses that may connect.' }),
    why: Type.String({
      pattern: '^[^\\u0000-\\u001f"\\\\]+$',
      description: 'Purpose of the open port, added to the rules as a comment.',
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
        examples: [['controller', '192.0.2.0/24']],
        description:
          'Addresses and ranges from which operators administer the fleet; SSH and the statistics are open only to these. The controller, or the jump server that it connects through, must be among them. `controller` is the address that trueup connects from, as the host sees it; if it is the only entry, all other operators are locked out.',
      },
      `^controller$|${range}`,
    ),
    domain: Type.Optional(
      Type.String({
        format: 'hostname',
        description:
          'Domain of the fleet: hosts can also reach each other as NAME.DOMAIN. If unset, only NAME works.',
      }),
    ),
    timezone: Type.String({
      pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$',
      default: 'Etc/UTC',
      description: 'Time zone, as named under /usr/share/zoneinfo.',
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
          'Time synchronization. `auto` uses the daemon that the host already has, or systemd-timesyncd if there is none; a name installs that daemon and removes the others; `none` leaves the clock unmanaged. A container always uses the clock of the machine that runs it.',
      },
    ),
    ntp_servers: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.:-]+$' }), {
      default: [],
      description:
        "Time servers. Defaults to the distribution's servers. chrony and ntpsec use these in addition to the servers already configured.",
    }),
    ssh_port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 22,
      description:
        'Port that sshd on the host already listens on. The firewall opens this port; trueup does not change the port of sshd.',
    }),
    ssh_root_login: Type.Union([Type.Literal('no'), Type.Literal('prohibit-password')], {
      default: 'no',
      description: 'PermitRootLogin, as in sshd_config(5).',
    }),
    ssh_passwords: Type.Boolean({
      default: false,
      description:
        'Whether sshd accepts passwords. Must be true while the inventory logs in with a password.',
    }),
    ssh_exceptions: Type.Boolean({
      default: false,
      description:
        "Whether a Match block in sshd's configuration may allow other users or addresses more than this role does. The settings that apply to trueup's own connection are always checked.",
    }),
    ssh_crypto: Type.Union([Type.Literal('default'), Type.Literal('modern')], {
      default: 'default',
      description:
        "Algorithms that sshd offers: the release's defaults without the broken ones (`default`), or only those that pass ssh-audit (`modern`). With `modern`, older clients, including Vagrant's, can't log in.",
    }),
    firewall: Type.Union([Type.Literal('nftables'), Type.Literal('none')], {
      default: 'nftables',
      description:
        "Packet filter. With `nftables`, trueup manages its own table, which allows the roles' traffic. With `none`, you filter by other means (ufw, firewalld, the network's own firewall) and open the roles' ports there yourself.",
    }),
    drop_forwarded: Type.Boolean({
      default: false,
      description:
        'Whether the firewall also drops all traffic that the host would forward. Leave this off on hosts that run containers or virtual machines, which need forwarding.',
    }),
    reject_fleet: Type.Boolean({
      default: true,
      description:
        "Whether to reject connections to closed ports immediately if they come from the fleet's hosts or from operators. If false, these connections are dropped silently, like all other connections to closed ports.",
    }),
    extra_openings: Type.Array(opening, {
      default: [],
      description: 'Additional ports to open, such as those for monitoring or backups.',
    }),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+:-]*$' }), {
      uniqueItems: true,
      default: [],
      description: 'Additional packages to install on every host.',
    }),
    reboot: Type.Union([Type.Literal('never'), Type.Literal('when needed')], {
      default: 'never',
      description:
        'Whether an apply reboots a host whose packages require it (a new kernel, a new C library). Hosts are taken out of service and rebooted one at a time.',
    }),
    unattended_upgrades: Type.Boolean({
      default: false,
      description: 'Whether to install security updates every day, without rebooting.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type BaseVars = Static<typeof vars>;
