// The mysql role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';

/** Safe inside backticks or single quotes in the SQL of both flavours. */
const name = { pattern: '^[A-Za-z0-9_]{1,32}$' };

const controllerPath = (description: string, example: string) =>
  Type.String({ minLength: 1, description, examples: [example] });

const tls = Type.Object(
  {
    certificate: controllerPath(
      "PEM file on the controller: the server's certificate with its chain. It must cover the address that the applications use.",
      'certs/db.pem',
    ),
    key: secretString({ description: "The certificate's private key, in PEM format." }),
    ca: controllerPath(
      'PEM file on the controller: the certificate of the CA that signed the certificate of the server. Applications use it to verify the server.',
      'certs/ca.pem',
    ),
  },
  {
    additionalProperties: false,
    description: "The server's certificate. Logins without TLS are refused.",
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
        description: "Default collation. If unset, the character set's default applies.",
      }),
    ),
  },
  { additionalProperties: false },
);

const user = Type.Object(
  {
    name: Type.String({ ...name, description: 'Name of the account.' }),
    password: secretString({ description: "The account's password." }),
    database: Type.String({ ...name, description: 'The database that the account may use.' }),
    privileges: Type.Array(Type.String({ pattern: '^[A-Z]+( [A-Z]+)*$' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      description: 'All privileges that the account has on that database.',
    }),
    from: Type.Array(Type.String({ role: true }), {
      minItems: 1,
      uniqueItems: true,
      default: ['appserver'],
      description:
        'Roles whose hosts may log in with this name. One account is created for each of their addresses.',
    }),
  },
  { additionalProperties: false },
);

const repository = Type.Object(
  {
    uris: Type.Array(Type.String({ pattern: '^https?://[^\\s#]+$' }), {
      minItems: 1,
      description: 'URLs of the repository.',
    }),
    suites: Type.Array(Type.String({ pattern: '^[^\\s#]+$' }), {
      minItems: 1,
      description: 'Suites, as in sources.list(5): a codename, or `sid`.',
    }),
    components: Type.Array(Type.String({ pattern: '^[^\\s#]+$' }), {
      minItems: 1,
      default: ['main'],
      description: 'Components, as in sources.list(5); Oracle’s include `mysql-8.4-lts`.',
    }),
    key: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "File on the controller: the ASCII-armored public key that verifies the repository. Defaults to the distribution's keys.",
      }),
    ),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9*?][a-z0-9.+*?-]*$' }), {
      minItems: 1,
      default: ['mysql-*', 'libmysqlclient*'],
      description:
        'Packages to take from this repository even if the distribution provides them: MySQL, and the newer libraries that it needs. All other packages in the repository get priority 100, so the versions in the distribution are preferred.',
    }),
    check_valid_until: Type.Boolean({
      default: true,
      description:
        'Whether to refuse an expired package index. If false, the signature of the index is still verified.',
    }),
  },
  {
    additionalProperties: false,
    description:
      'With flavour mysql: the repository to install MySQL from, on a release that does not include it.',
  },
);

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    flavour: Type.Enum(['auto', 'mysql', 'mariadb'], {
      default: 'auto',
      description:
        "Which server to install. `auto` keeps the server that the host already has; if there is none, it installs the distribution's default: MySQL on Ubuntu, MariaDB on Debian. `mysql` on Debian needs a `repository`.",
    }),
    repository: Type.Optional(repository),
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 3306, description: 'TCP port to listen on.' }),
    memory_mib: Type.Optional(
      Type.Integer({
        minimum: 256,
        description: "Memory in MiB that the server may use. Defaults to all of the host's memory.",
      }),
    ),
    buffer_pool_percent: Type.Integer({
      minimum: 5,
      maximum: 80,
      default: 60,
      description: "Percentage of the server's memory to use for caching data and indexes.",
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
      description: 'Number of days for which binary logs are kept, for replicas and point-in-time recovery.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 120,
      description:
        'Seconds to wait, after a change, for a database server to answer. The next server is changed only after that.',
    }),
    slow_query_seconds: Type.Number({
      minimum: 0,
      default: 1,
      description: 'Statements that take longer than this many seconds are logged.',
    }),
    tls,
    databases: Type.Array(database, { default: [], description: 'Databases that must exist.' }),
    users: Type.Array(user, {
      default: [],
      description:
        'Accounts that must exist. Accounts with one of these names at any other address are removed.',
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
