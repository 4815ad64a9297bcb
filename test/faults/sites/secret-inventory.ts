// An inventory of one host with a planted secret of every kind, each a text that stands nowhere else in the world.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { ensureCa, ensureLeaf } from '../../../lib/pki/ca-folder.js';
import { initSecrets } from '../../../lib/secrets/init-secrets.js';
import { readRecipients } from '../../../lib/secrets/recipients.js';
import { sealedLiteral } from '../../../lib/secrets/reencrypt-text.js';

/** The account that needs a password for sudo. */
const operator = 'canaryop';

export interface Planted {
  readonly folder: string;
  readonly identity: string;
  /** What each secret is → a text that gives it away. */
  readonly canaries: Readonly<Record<string, string>>;
}

/** Tells its secret on its way to failing, as programs do; in several forms. */
const leak = [
  'for f in "$TOKEN_FILE" "$DATABASE_PASSWORD_FILE" "$CREDENTIALS_DIRECTORY"/*; do',
  '[ -f "$f" ] && { cat "$f"; base64 -w0 "$f"; od -An -v -tx1 "$f" | tr -d " \\n"; } >&2; done; env >&2; exit 1',
].join(' ');

/** Writes it. The application's migration fails and shows its secrets. */
export async function plant(folder: string, connection: Connection): Promise<Planted> {
  const word = () => `cnry${randomBytes(12).toString('hex')}`;
  const sessionWord = word();
  const secrets = {
    sudo: word(),
    session: `${sessionWord}'"$x&\\`,
    environment: word(),
    worker: word(),
    migration: word(),
  };
  const pki = join(folder, 'pki');
  await ensureCa(pki, 'canary CA');
  for (const name of ['box', 'www.example.com']) {
    await ensureLeaf(pki, name, { names: [name], addresses: [connection.host] });
  }
  const keyLine = (name: string) => readFileSync(join(pki, `${name}.key`), 'utf8').split('\n')[2] ?? '';
  const identity = join(folder, 'identity.txt');
  await initSecrets(folder, { file: identity }, 'test');
  const recipients = await readRecipients(folder);
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'serve.sh'), 'exec sleep 1000\n');
  writeFileSync(join(folder, 'session'), `${secrets.session}\n`);

  const sealed: Record<string, string> = {
    ...secrets,
    key: readFileSync(join(pki, 'www.example.com.key'), 'utf8'),
  };
  const vars = {
    ansible_host: connection.host,
    ansible_user: operator,
    ansible_ssh_private_key_file: connection.privateKeyFile,
    trueup_known_hosts_file: connection.knownHostsFile,
    trueup_ssh_config: 'none',
    ansible_become_password: 'SEALED sudo',
    appserver: {
      ...{ name: 'leaky', source: 'app', packages: [], command: ['/bin/sh', 'serve.sh'] },
      ...{ migrate: ['/bin/sh', '-c', leak], socket_activation: false, notify: false },
      secrets: { token: 'FILE session' },
      secret_environment: { OTHER: 'SEALED environment' },
      database: {
        ...{ name: 'leaky', user: 'leaky', password: 'SEALED worker' },
        ...{ migrate_user: 'leaky_migrate', migrate_password: 'SEALED migration' },
      },
    },
    mysql: {
      ...{ flavour: 'mariadb', memory_mib: 512, databases: [{ name: 'leaky' }] },
      tls: { certificate: 'pki/box.pem', key: 'FILE pki/box.key', ca: 'pki/ca.pem' },
      users: [
        { name: 'leaky', password: 'SEALED worker', database: 'leaky' },
        { name: 'leaky_migrate', password: 'SEALED migration', database: 'leaky', privileges: ['CREATE'] },
      ],
    },
    nginx: {
      ...{ server_name: 'www.example.com', certificate: 'pki/www.example.com.pem' },
      ...{ certificate_key: 'SEALED key', certificate_authority: 'pki/ca.pem' },
    },
  };
  let text = stringify({ all: { hosts: { box: vars } } }).replaceAll(/"?FILE ([\w./]+)"?/g, '!file $1');
  for (const [name, value] of Object.entries(sealed)) {
    const block = await sealedLiteral(new Secret(value), recipients, 24);
    text = text.replaceAll(new RegExp(`SEALED ${name}$\\n`, 'gm'), () => `!age ${block}`);
  }
  writeFileSync(join(folder, 'hosts.yml'), text);
  writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [mysql, nginx, appserver]}\n');
  const canaries = {
    ...{ 'the sudo password': secrets.sudo, 'a secret of the application': sessionWord },
    ...{ 'a secret in its environment': secrets.environment, 'the password of the database': secrets.worker },
    ...{ 'the password of the migration': secrets.migration },
    "the database's key": keyLine('box'),
    "the web server's key": keyLine('www.example.com'),
    'the identity': readFileSync(identity, 'utf8').trimEnd().split('\n').at(-1) ?? '',
  };
  return { folder, identity, canaries };
}

/** Makes the account for which sudo asks for a password; the key is the one that `login` has. */
export const operatorScript = (password: string, login: string) => `
useradd -m -s /bin/sh ${operator} 2>/dev/null || true
chpasswd <<'END'
${operator}:${password}
END
echo '${operator} ALL=(ALL) ALL' > /etc/sudoers.d/95-canary; chmod 440 /etc/sudoers.d/95-canary
install -d -m 700 -o ${operator} /home/${operator}/.ssh
install -m 600 -o ${operator} ~${login}/.ssh/authorized_keys /home/${operator}/.ssh/authorized_keys`;

/** Takes from the host what the test has put there. */
export const tidy = `
systemctl disable -q --now leaky.service mariadb nginx 2>/dev/null
DEBIAN_FRONTEND=noninteractive apt-get purge -qq -y mariadb-server mariadb-common mysql-common nginx nginx-common >/dev/null 2>&1
userdel -r ${operator} 2>/dev/null; userdel leaky 2>/dev/null
rm -rf /etc/leaky /srv/leaky /etc/systemd/system/leaky* /etc/mysql /var/lib/mysql /etc/nginx /etc/sudoers.d/95-canary
systemctl daemon-reload; true`;
