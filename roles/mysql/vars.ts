// The mysql role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';

/** Safe between backticks and apostrophes of SQL, in both flavours. */
const name = { pattern: '^[A-Za-z0-9_]{1,32}$' };

const controllerPath = (description: string) => Type.String({ minLength: 1, description });

const tls = Type.Object(
  {
    certificate: controllerPath(
      'PEM file on the controller: the server certificate with its chain. It must name the address that the applications use.',
    ),
    key: secretString({ description: 'The private key of the certificate, PEM.' }),
    ca: controllerPath(
      'PEM file on the controller: the CA that signed the certificate; applications verify against it.',
    ),
  },
  {
    additionalProperties: false,
    description: 'Certificate with which the server proves its name. There is no login without TLS.',
  },
);

const database = Type.Object(
  {
    name: Type.String({ ...name, description: 'Name of the database.' }),
    charset: Type.String({
      pattern: '^[a-z0-9_]+$',
      default: 'utf8mb4',
      description: 'Default character set.',
    }),
    collation: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9_]+$',
        description: "Default collation. If unset, the character set's default.",
      }),
    ),
  },
  { additionalProperties: false },
);

const user = Type.Object(
  {
    name: Type.String({ ...name, description: 'Name of the account.' }),
    password: secretString({ description: 'Its password.' }),
    database: Type.String({ ...name, description: 'The database that the account may use.' }),
    privileges: Type.Array(Type.String({ pattern: '^[A-Z]+( [A-Z]+)*$' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      description: 'Everything that it may do there.',
    }),
    from: Type.Array(Type.String({ role: true }), {
      minItems: 1,
      uniqueItems: true,
      default: ['appserver'],
      description:
        'Roles whose hosts may log in with it: one account is created for each of their addresses.',
    }),
  },
  { additionalProperties: false },
);

const repository = Type.Object(
  {
    uris: Type.Array(Type.String({ pattern: '^https?://[^\\s#]+$' }), {
      minItems: 1,
      description: 'Addresses of the repository.',
    }),
    suites: Type.Array(Type.String({ pattern: '^[^\\s#]+$' }), {
      minItems: 1,
      description: 'As in sources.list(5): a codename, `sid`.',
    }),
    components: Type.Array(Type.String({ pattern: '^[^\\s#]+$' }), {
      minItems: 1,
      default: ['main'],
      description: 'As in sources.list(5); Oracle’s are `mysql-8.4-lts` and others.',
    }),
    key: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'File on the controller: the ASCII-armored public key that signs it. Defaults to the keys of the distribution.',
      }),
    ),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9*?][a-z0-9.+*?-]*$' }), {
      minItems: 1,
      default: ['mysql-*', 'libmysqlclient*'],
      description:
        'Packages that are taken from it even if the release has them: MySQL, and the newer libraries that it needs. Everything else there has priority 100, which upgrades nothing.',
    }),
    check_valid_until: Type.Boolean({
      default: true,
      description: 'Whether an expired index is refused. With false its signature is still verified.',
    }),
  },
  {
    additionalProperties: false,
    description: 'With flavour mysql: the repository to install MySQL from on a release that has none.',
  },
);

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    flavour: Type.Enum(['auto', 'mysql', 'mariadb'], {
      default: 'auto',
      description:
        "Which server to install. `auto`: the one that the host already has, otherwise the release's own: MySQL on Ubuntu, MariaDB on Debian. `mysql` on Debian needs a `repository`.",
    }),
    repository: Type.Optional(repository),
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 3306, description: 'TCP port.' }),
    memory_mib: Type.Optional(
      Type.Integer({
        minimum: 256,
        description: "Memory in MiB that the server may use. Defaults to all of the host's.",
      }),
    ),
    buffer_pool_percent: Type.Integer({
      minimum: 5,
      maximum: 80,
      default: 60,
      description: 'Percentage of that memory for data and indexes.',
    }),
    redo_log_mib: Type.Optional(
      Type.Integer({
        minimum: 8,
        description: 'Size of the redo log in MiB. Defaults to half of the buffer pool.',
      }),
    ),
    max_connections: Type.Integer({
      minimum: 10,
      default: 200,
      description: 'Maximum number of simultaneous connections.',
    }),
    binlog_days: Type.Integer({
      minimum: 1,
      default: 7,
      description: 'How many days binary logs are kept, for replicas and for point-in-time recovery.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 120,
      description:
        'Seconds that a database server may take after a change until it answers; then the next one is changed.',
    }),
    slow_query_seconds: Type.Number({
      minimum: 0,
      default: 1,
      description: 'Statements that take more seconds than this are logged.',
    }),
    tls,
    databases: Type.Array(database, { default: [], description: 'Databases that must exist.' }),
    users: Type.Array(user, {
      default: [],
      description: 'Accounts. Accounts with a name listed here at any other address are removed.',
    }),
  },
  { additionalProperties: false, required: ['tls'] },
);

/** The role's variables, defaults filled in. */
export type MysqlVars = Static<typeof vars>;
/** One database, as declared. */
export type MysqlDatabase = MysqlVars['databases'][number];
/** One account name, as declared. */
export type MysqlUser = MysqlVars['users'][number];
