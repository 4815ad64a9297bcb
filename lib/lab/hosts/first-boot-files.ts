// What distinguishes one bare host from the next: the files that a cloud would give it at its first boot.
import { TrueupError } from '../../model/trueup-error.js';
import { networkWith, prefixLength } from '../network/lab-subnets.js';
import { hostnameOf, ownNames } from '../settings/short-host-names.js';
import { labUser, type LabHost, type LabSettings } from '../settings/lab-settings.js';
import { packageCacheUrl } from '../packages/package-cache.js';

/** A file that a host starts with. */
export interface SeedFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** Belongs to this account instead of root; the path begins with its home folder. */
  readonly account?: Account;
}

/** A user of the host with a home folder. */
export interface Account {
  readonly id: number;
  /** Below the root, without the first slash. */
  readonly home: string;
}

/** What only the controller knows about a host. */
export interface SeedInput {
  readonly loginKey: string;
  /** The host's own ssh key files, by name. */
  readonly hostKeys: Readonly<Record<string, string>>;
  readonly nameservers: readonly string[];
  /** 32 hexadecimal digits. */
  readonly machineId: string;
  /** The text of a file of the image that is extended for the host. */
  readonly ofImage: (path: string) => string;
}

/** The first account that the image creates. */
const labAccount: Account = { id: 1000, home: `home/${labUser}` };

/*
 * They run at each boot and each daemon-reload, and look in vain for what only a machine with disks and firmware has.
 * They are masked by an empty file, as in systemd.generator(7).
 */
const idleGenerators = [
  ...['bless-boot', 'cryptsetup', 'debug', 'getty', 'gpt-auto', 'hibernate-resume', 'integritysetup'],
  ...['run', 'system-update', 'tpm2', 'veritysetup'],
] as const;

/** The files of a host, in the order of their paths' depth. */
export function hostSeed(
  lab: LabSettings,
  { name, address, alsoAt, port, user = labUser }: LabHost,
  input: SeedInput,
): readonly SeedFile[] {
  const addresses = [...new Set([address, alsoAt ?? address])];
  const { gateway = lab.gateway } = networkWith(lab, address) ?? {};
  const lines = addresses.map((one) => `Address=${one}/${prefixLength(networkWith(lab, one) ?? lab)}\n`);
  const plain = (path: string, content: string): SeedFile => ({ path, content, mode: 0o644 });
  return [
    plain('etc/hostname', `${hostnameOf(name)}\n`),
    plain('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${ownNames(name).join(' ')}\n`),
    { path: 'etc/machine-id', content: `${input.machineId}\n`, mode: 0o444 },
    plain('etc/resolv.conf', input.nameservers.map((server) => `nameserver ${server}\n`).join('')),
    plain(
      'etc/systemd/network/10-lab.network',
      `[Match]\nName=host0\n\n[Network]\n${lines.join('')}Gateway=${gateway}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n`,
    ),
    plain(
      'etc/apt/apt.conf.d/90lab-cache',
      `Acquire::http::Proxy "${packageCacheUrl(lab)}";\nAcquire::https::Proxy "DIRECT";\n`,
    ),
    ...idleGenerators.map((name) => plain(`etc/systemd/system-generators/systemd-${name}-generator`, '')),
    // They keep systemd from regenerating what the image already contains: the linker's cache, the users.
    ...['etc/.updated', 'var/.updated'].map((path) => plain(path, '')),
    ...Object.entries(input.hostKeys).map(([file, content]) => ({
      path: `etc/ssh/${file}`,
      content,
      mode: file.endsWith('.pub') ? 0o644 : 0o600,
    })),
    ...(port === undefined || port === 22 ? [] : [plain(sshdConfig, listeningAt(port, input))]),
    ...loginOf(labAccount, input),
    ...(user === labUser ? [] : loginAs(user, name, input)),
  ];
}

const sshdConfig = 'etc/ssh/sshd_config';

/** sshd's own file, as a provider would change it: sshd_config(5). */
function listeningAt(port: number, { ofImage }: SeedInput): string {
  return `Port ${port}\n${ofImage(sshdConfig).replaceAll(/^Port .*\n/gm, '')}`;
}

function loginOf(account: Account, { loginKey }: SeedInput): readonly SeedFile[] {
  const path = `${account.home}/.ssh/authorized_keys`;
  return [{ path, content: loginKey, mode: 0o600, ...(account.id > 0 && { account }) }];
}

/** Adds an account that the image lacks, with all the rights of the one that it has: passwd(5), shadow(5), group(5). */
function loginAs(name: string, host: string, input: SeedInput): readonly SeedFile[] {
  if (name === 'root') return loginOf({ id: 0, home: 'root' }, input);
  const known = input
    .ofImage('etc/passwd')
    .split('\n')
    .map((line) => line.split(':')[0]);
  if (!/^[a-z_][a-z0-9_-]{0,31}$/i.test(name) || known.includes(name))
    throw new TrueupError(
      'E_INPUT',
      `${host}: ansible_user ${name} can't be used as the login user of a lab host`,
      {
        host,
        hint: 'Use a name of at most 32 letters, digits, hyphens and underscores that is not a system account.',
      },
    );
  const account = { id: labAccount.id + 1, home: `home/${name}` };
  const { id, home } = account;
  const added = (path: string, line: string, mode: number): SeedFile => ({
    ...{ path, content: `${input.ofImage(path)}${line}\n`, mode },
  });
  return [
    added('etc/passwd', `${name}:x:${id}:${id}::/${home}:/bin/bash`, 0o644),
    added('etc/group', `${name}:x:${id}:`, 0o644),
    added('etc/shadow', `${name}:!:19000:0:99999:7:::`, 0o640),
    added('etc/gshadow', `${name}:!::`, 0o640),
    { path: 'etc/sudoers.d/91-lab-user', content: `${name} ALL=(ALL) NOPASSWD:ALL\n`, mode: 0o440 },
    ...loginOf(account, input),
  ];
}

/** The name servers that hosts can reach as well, so none on the controller's loopback. */
export function readNameservers(...resolvConfs: readonly string[]): readonly string[] {
  for (const text of resolvConfs) {
    const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server]) => server ?? '');
    const reachable = servers.filter((server) => !/^(127\.|::1$|fe80:)/.test(server));
    if (reachable.length > 0) return reachable;
  }
  return [];
}
