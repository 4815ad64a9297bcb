// The appserver role's variables. Their defaults describe the guest book that comes with trueup.
import { secretString, Type, type Static } from '../../lib/kit.js';

/** Names of units, folders and accounts are made from it. */
const name = { pattern: '^[a-z][a-z0-9-]{0,30}$' };
/** One line: a line break would end a line of the unit file. */
const line = { pattern: '^[^\\u0000-\\u001f\\u007f]*$' };
/** What may follow the name of a host in a request, as it is. */
const path = { pattern: '^/[!-~]*$' };
const variable = '^[A-Za-z_][A-Za-z0-9_]*$';

const argv = (options: { description: string; default: string[]; minItems?: number }) =>
  Type.Array(Type.String({ ...line, minLength: 1 }), options);

const database = Type.Object(
  {
    name: Type.String({ ...line, minLength: 1, description: 'The database.' }),
    user: Type.String({ ...line, minLength: 1, description: 'The account of the running application.' }),
    password: secretString({ description: 'Its password.' }),
    migrate_user: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description: 'The account of migrations; that of the application where absent.',
      }),
    ),
    migrate_password: Type.Optional(secretString({ description: "The migration account's password." })),
    host: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description: 'Where it is, as its certificate names it; the first host with role mysql where absent.',
      }),
    ),
    port: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65535,
        description: 'Its port; what the mysql role says, or 3306, where absent.',
      }),
    ),
    ca: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "PEM file on the controller: the authority that signed the database's certificate; the mysql role's where absent.",
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'The application gets it as DATABASE_HOST, _PORT, _NAME, _USER, _CA (a file) and _PASSWORD_FILE. Absent: no database.',
  },
);

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    name: Type.String({
      ...name,
      default: 'guestbook',
      description: 'Name of the application, its units and its folder below /srv.',
    }),
    source: Type.String({
      minLength: 1,
      default: 'builtin:guestbook',
      description:
        'What is deployed, taken on the controller: a directory, a tarball (.tar, .tar.gz, .tgz), git+URL#REF (a tag, branch or commit), or builtin:guestbook.',
    }),
    packages: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+:-]*$' }), {
      uniqueItems: true,
      default: ['python3-flask', 'gunicorn', 'python3-pymysql'],
      description: 'Packages that the application needs.',
    }),
    command: argv({
      minItems: 1,
      default: ['/usr/bin/gunicorn'],
      description:
        'The program (an absolute path, or a name) and its arguments, one per item; no shell reads them. It starts in the release. A program of the release: /srv/NAME/current/….',
    }),
    build: argv({
      default: [],
      description:
        "Run as root in a new release's folder before anything else uses it (bundle install, npm ci); empty: nothing.",
    }),
    migrate: argv({
      default: ['/usr/bin/python3', 'migrate.py'],
      description:
        'Run in a new release, as the application and in its sandbox, before the switch to it. Every application server does so: it must take a lock where two at a time do harm. Empty: nothing.',
    }),
    migrate_seconds: Type.Integer({
      minimum: 10,
      default: 600,
      description: 'How long a migration may take.',
    }),
    environment: Type.Record(Type.String({ pattern: variable }), Type.String(line), {
      default: {},
      description:
        'Environment variables. Not for secrets: they are shown, and any child process inherits them.',
    }),
    secrets: Type.Record(
      Type.String({ pattern: '^[a-z][a-z0-9_]{0,40}$' }),
      secretString({ description: 'A secret value.' }),
      {
        default: {},
        description:
          'Secrets, each a file that only the application can read: session_key is found at the path in SESSION_KEY_FILE.',
      },
    ),
    secret_environment: Type.Record(
      Type.String({ pattern: variable }),
      secretString({ description: 'A secret value.' }),
      {
        default: {},
        description: 'For applications that take secrets from their environment only. Prefer `secrets`.',
      },
    ),
    port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 8000,
      description: "TCP port on the host's private address.",
    }),
    socket_activation: Type.Boolean({
      default: true,
      description:
        'systemd holds the listening socket (sd_listen_fds(3)): connections wait in it while the application restarts. Otherwise the program must listen itself, at $HOST and $PORT.',
    }),
    notify: Type.Boolean({
      default: true,
      description: 'The program tells systemd when it is ready (sd_notify(3)); gunicorn does.',
    }),
    health_path: Type.String({
      ...path,
      default: '/healthz',
      description: 'Answers 200 while the application can serve.',
    }),
    health_has: Type.Optional(
      Type.String({
        ...line,
        minLength: 1,
        description:
          'What the answer at health_path must have in it, for verify. A status alone says only what the application thinks of itself.',
      }),
    ),
    live_path: Type.String({
      ...path,
      default: '/livez',
      description:
        'Answers 200 while the process answers, whatever happened to the database. Asked after each start, too: an error of the server (5xx), or none at all, takes the change back.',
    }),
    site_name: Type.Optional(
      Type.String({
        format: 'hostname',
        description:
          "The name that the application is asked for at these paths, which it must take for its own; nginx's server_name where absent, and localhost without any nginx in the inventory.",
      }),
    ),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 60,
      description:
        'How long a server may take, once it was changed, until it answers 200 at live_path and health_path; then the next one is changed.',
    }),
    user: Type.Optional(
      Type.String({
        ...name,
        description: "System account it runs as; the application's name where absent.",
      }),
    ),
    workers: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Given as WEB_CONCURRENCY, which gunicorn and many others read; by processors and memory where absent.',
      }),
    ),
    keep_releases: Type.Integer({
      minimum: 1,
      default: 5,
      description:
        'Releases kept of those that served, the running one included; that and the one before it stay in any case.',
    }),
    memory_max_mib: Type.Integer({
      minimum: 32,
      default: 512,
      description: 'The kernel lets the application have no more.',
    }),
    start_seconds: Type.Integer({
      minimum: 1,
      maximum: 3600,
      default: 90,
      description: 'Time until it answers. What ran before goes on meanwhile.',
    }),
    stop_seconds: Type.Integer({
      minimum: 1,
      maximum: 3600,
      default: 35,
      description:
        'Time to finish what it is answering before it is killed; longer than its own grace period.',
    }),
    overlap: Type.Boolean({
      default: true,
      description:
        'Two instances of it may run at once for a while. A new release or configuration is then tried first where nobody sees it, and serves before the old one ends. Otherwise it is restarted, and where it fails the old one is put back.',
    }),
    jit: Type.Boolean({
      default: false,
      description:
        'The program makes machine code as it runs (Node.js, Java, PyPy): memory may then be both written and executed.',
    }),
    database: Type.Optional(database),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type AppserverVars = Static<typeof vars>;
