// The keepalived role's variables.
import { Type, type Static } from '../../lib/kit.js';

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    virtual_ip: Type.String({
      format: 'ipv4',
      examples: ['192.0.2.100'],
      description:
        "The site's address, held by one balancer at a time; if that balancer fails, another one takes over.",
    }),
    virtual_ip_prefix: Type.Integer({
      minimum: 1,
      maximum: 32,
      default: 32,
      description:
        'Prefix length of the virtual IP. 32 adds no route; use it if the address is in the hosts’ own network.',
    }),
    virtual_router_id: Type.Integer({
      minimum: 1,
      maximum: 255,
      default: 51,
      description: 'ID of this VRRP group. No other group on the same network may use the same ID.',
    }),
    interface: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9._@-]{1,15}$',
        description:
          'Network interface for the virtual IP. Defaults to the interface that has the private address.',
      }),
    ),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'Seconds to wait, after a change, for keepalived to be running and to report its state. The next balancer is changed only after that.',
    }),
    advert_interval: Type.Number({
      minimum: 0.05,
      maximum: 40,
      default: 0.25,
      description:
        'Seconds between VRRP advertisements. If the active balancer stops sending them, another one takes over after a little more than three intervals.',
    }),
    preempt: Type.Boolean({
      default: false,
      description:
        'Whether the first balancer takes back the address when it returns. Otherwise the address stays where it is, which avoids another failover.',
    }),
    preempt_delay: Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: 30,
      description: 'With preempt: seconds that the first balancer waits before it takes the address back.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type KeepalivedVars = Static<typeof vars>;
