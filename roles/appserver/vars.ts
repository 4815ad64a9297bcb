// The appserver role's variables. Their defaults describe the guest book that comes with trueup.
import { secretString, Type, type Static } from '../../lib/kit.js';

/** Names of units, folders and accounts are derived from it. */
const name = { pattern: '^[a-z][a-z0-9-]{0,30}$' };
/** One line: a line break would end a line of the unit file. */
const line = { pattern: '^[^\\u0000-\\u001f\\u007f]*$' };
/** A path that may follow the host name in a request without further escaping. */
const path = { pattern: '^/[!-~]*$' };
const variable = '^[A-Za-z_][A-Za-z0-9_]*$';

const argv = (options: { description: string; default: string[]; minItems?: number }) =>
  Type.Array(Type.String({ ...line, minLength: 1 }), options);

const database = Type.Object(
  {
    name: Type.String({ ...line, minLength: 1, description: 'Name of the database.' }),
    user: Type.String({
      ...line,
      minLength: 1,
      description: 'The account that the running application uses.',
    }),
    password: secretString({ description: "The account's password." }),
    migrate_user: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description: 'The account for migrations. Defaults to `user`.',
      }),
    ),
    migrate_password: Type.Optional(secretString({ description: "The migration account's password." })),
    host: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description:
          'Name of the database server, as in the certificate. Defaults to the first host with role mysql.',
      }),
    ),
    port: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65535,
        description: "The database server's port. Defaults to `mysql.port`, or to 3306 if that is not set.",
      }),
    ),
    ca: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "PEM file on the controller: the CA that signed the database server's certificate. Defaults to the mysql role's CA.",
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      "The application's database, passed as DATABASE_HOST, _PORT, _NAME, _USER, _CA (a file) and _PASSWORD_FILE. If unset, the application has no database.",
  },
);

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    name: Type.String({
      ...name,
      default: 'guestbook',
      description: "The application's name, also used for the units and for the folder under /srv.",
    }),
    source: Type.String({
      minLength: 1,
      default: 'builtin:guestbook',
      description:
        'Source of the release, fetched by the controller: a directory, a tarball (.tar, .tar.gz, .tgz), git+URL#REF (a tag, branch or commit), or builtin:guestbook.',
    }),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+:-]*$' }), {
      uniqueItems: true,
      default: ['python3-flask', 'gunicorn', 'python3-pymysql'],
      description: 'Distribution packages that the application needs.',
    }),
    command: argv({
      minItems: 1,
      default: ['/usr/bin/gunicorn'],
      description:
        "The program (an absolute path or a name) and its arguments, one per item; no shell interprets them. The program starts in the release's folder. For a program in the release, write /srv/NAME/current/….",
    }),
    build: argv({
      default: [],
      description:
        "Command, such as bundle install or npm ci, to run as root in a new release's folder before anything else uses the release. If empty, nothing is run.",
    }),
    migrate: argv({
      default: ['/usr/bin/python3', 'migrate.py'],
      description:
        "Command to run in a new release's folder before the application is switched to that release. The command runs under the application's account and in the same sandbox. Every application server runs the command, so it must take a lock if two copies must not run at once. If empty, nothing is run.",
    }),
    migrate_seconds: Type.Integer({
      minimum: 10,
      default: 600,
      description: 'Time limit for a migration, in seconds.',
    }),
    environment: Type.Record(Type.String({ pattern: variable }), Type.String(line), {
      default: {},
      description:
        'Environment variables. Do not put secrets here: the values are shown, and every child process inherits them.',
    }),
    secrets: Type.Record(
      Type.String({ pattern: '^[a-z][a-z0-9_]{0,40}$' }),
      secretString({ description: 'A secret value.' }),
      {
        default: {},
        description:
          'Secrets, each written to a file that only the application can read. The path of each file is passed in an environment variable: for session_key, in SESSION_KEY_FILE.',
      },
    ),
    secret_environment: Type.Record(
      Type.String({ pattern: variable }),
      secretString({ description: 'A secret value.' }),
      {
        default: {},
        description:
          'Secrets for applications that can only read them from the environment. Prefer `secrets`.',
      },
    ),
    port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 8000,
      description: "TCP port that the application listens on, on the host's private address.",
    }),
    socket_activation: Type.Boolean({
      default: true,
      description:
        'Whether systemd holds the listening socket (sd_listen_fds(3)), so that connections wait while the application restarts. Otherwise the program must listen on $HOST and $PORT itself.',
    }),
    notify: Type.Boolean({
      default: true,
      description: 'Whether the program tells systemd when it is ready (sd_notify(3)); gunicorn does.',
    }),
    health_path: Type.String({
      ...path,
      default: '/healthz',
      description: 'Path that returns 200 while the application can serve requests.',
    }),
    health_has: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description:
          'Text that the response from health_path must contain for verify to pass. A status of 200 alone shows only that the application considers itself healthy.',
      }),
    ),
    live_path: Type.String({
      ...path,
      default: '/livez',
      description:
        'Path that returns 200 as long as the process is up, whatever the state of the database. This path is also requested after each start; if the response is a server error (5xx), or if there is none, the change is rolled back.',
    }),
    site_name: Type.Optional(
      Type.String({
        format: 'hostname',
        description:
          "Host name in requests for health_path and live_path; the application must accept it. Defaults to nginx's server_name, or to localhost if no host has the role nginx.",
      }),
    ),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 60,
      description:
        'Seconds to wait, after a change, for a server to return 200 at live_path and health_path. The next server is changed only after that.',
    }),
    user: Type.Optional(
      Type.String({
        ...name,
        description: "System account that the application runs as. Defaults to the application's name.",
      }),
    ),
    workers: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          "Number of worker processes, passed as WEB_CONCURRENCY, which gunicorn and many other servers read. Defaults to as many as the host's processors and memory allow.",
      }),
    ),
    keep_releases: Type.Integer({
      minimum: 1,
      default: 5,
      description:
        'Number of releases to keep, including the running one; releases that never served do not count. The running release and its predecessor are always kept.',
    }),
    memory_max_mib: Type.Integer({
      minimum: 32,
      default: 512,
      description: 'Memory limit of the application in MiB, enforced by the kernel.',
    }),
    start_seconds: Type.Integer({
      minimum: 1,
      maximum: 3600,
      default: 90,
      description:
        'Seconds that the application may take to answer after a start. The old release keeps running in the meantime.',
    }),
    stop_seconds: Type.Integer({
      minimum: 1,
      maximum: 3600,
      default: 35,
      description:
        "Seconds that the application has to finish open requests before it is killed. This must be longer than the application's own grace period.",
    }),
    overlap: Type.Boolean({
      default: true,
      description:
        'Whether two instances of the application may briefly run at the same time. If so, a new release or configuration is first tested without traffic, and starts serving before the old one stops. Otherwise the application is restarted, and if that fails, the old release or configuration is restored.',
    }),
    jit: Type.Boolean({
      default: false,
      description:
        'Whether the program generates machine code at run time (Node.js, Java, PyPy). If so, its memory may be both writable and executable.',
    }),
    database: Type.Optional(database),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type AppserverVars = Static<typeof vars>;
