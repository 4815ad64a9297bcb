// The redis role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 6379, description: 'TCP port to listen on.' }),
    password: secretString({
      // The longest password that Redis accepts, and the characters that fit in a line of its configuration.
      maxLength: 512,
      pattern: String.raw`^[^\u0000-\u001f\u007f]*$`,
      description:
        'Password that every client must send: at most 512 characters, without line breaks or control characters.',
    }),
    maxmemory_mib: Type.Integer({
      minimum: 1,
      maximum: 1048576,
      default: 256,
      description:
        'Memory limit for the data, in MiB. The host needs more: up to the same amount again while a snapshot or a new append-only file is written.',
    }),
    eviction: Type.Enum(
      [
        'noeviction',
        'allkeys-lru',
        'allkeys-lfu',
        'allkeys-random',
        'volatile-lru',
        'volatile-lfu',
        'volatile-random',
        'volatile-ttl',
      ],
      {
        default: 'allkeys-lru',
        description:
          'Which keys are evicted when the memory is full: any key, or only keys that expire (`volatile-…`). `noeviction` refuses writes instead.',
      },
    ),
    persistence: Type.Enum(['aof', 'rdb', 'none'], {
      default: 'aof',
      description:
        'Which data survives a restart. `aof`: all but the last second. `rdb`: the last snapshot; an orderly stop also writes one. `none`: no data.',
    }),
    from: Type.Array(Type.String({ role: true }), {
      minItems: 1,
      uniqueItems: true,
      default: ['appserver'],
      description: 'Roles whose hosts may connect.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 120,
      description:
        'Seconds to wait, after a change, for a server to answer. The next server is changed only after that.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type RedisVars = Static<typeof vars>;
