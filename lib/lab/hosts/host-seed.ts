// What tells one bare host from the next: the files that a cloud would give it at its first boot.
import { prefixLength } from '../network/lab-addresses.js';
import { labUser, type LabHost, type LabSettings } from '../settings/lab-settings.js';
import { packageCacheUrl } from '../packages/package-cache.js';

/** A file that a host starts with. */
export interface SeedFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** Belongs to the login user instead of root. */
  readonly users?: true;
}

/** What only the controller knows about a host. */
export interface SeedInput {
  readonly loginKey: string;
  /** The host's own ssh key files, by name. */
  readonly hostKeys: Readonly<Record<string, string>>;
  readonly nameservers: readonly string[];
  /** 32 hexadecimal digits. */
  readonly machineId: string;
}

/*
 * They run at each boot and each daemon-reload, look for what only a machine with disks and a firmware has, and find
 * nothing: masked by an empty file, as in systemd.generator(7).
 */
const idleGenerators = [
  ...['bless-boot', 'cryptsetup', 'debug', 'getty', 'gpt-auto', 'hibernate-resume', 'integritysetup'],
  ...['run', 'system-update', 'tpm2', 'veritysetup'],
] as const;

/** The files of a host, in the order of their paths' depth. */
export function hostSeed(
  lab: LabSettings,
  { name, address }: LabHost,
  input: SeedInput,
): readonly SeedFile[] {
  const plain = (path: string, content: string): SeedFile => ({ path, content, mode: 0o644 });
  return [
    plain('etc/hostname', `${name}\n`),
    plain('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${name}\n`),
    { path: 'etc/machine-id', content: `${input.machineId}\n`, mode: 0o444 },
    plain('etc/resolv.conf', input.nameservers.map((server) => `nameserver ${server}\n`).join('')),
    plain(
      'etc/systemd/network/10-lab.network',
      `[Match]\nName=host0\n\n[Network]\nAddress=${address}/${prefixLength(lab)}\nGateway=${lab.gateway}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n`,
    ),
    plain(
      'etc/apt/apt.conf.d/90lab-cache',
      `Acquire::http::Proxy "${packageCacheUrl(lab)}";\nAcquire::https::Proxy "DIRECT";\n`,
    ),
    ...idleGenerators.map((name) => plain(`etc/systemd/system-generators/systemd-${name}-generator`, '')),
    // The image comes with what systemd would make again where it were younger than these: the linker's cache, the users.
    ...['etc/.updated', 'var/.updated'].map((path) => plain(path, '')),
    ...Object.entries(input.hostKeys).map(([file, content]) => ({
      path: `etc/ssh/${file}`,
      content,
      mode: file.endsWith('.pub') ? 0o644 : 0o600,
    })),
    {
      path: `home/${labUser}/.ssh/authorized_keys`,
      content: input.loginKey,
      mode: 0o600,
      users: true,
    },
  ];
}

/** The name servers that a host can reach, too: not those on the controller's loopback. */
export function readNameservers(...resolvConfs: readonly string[]): readonly string[] {
  for (const text of resolvConfs) {
    const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server]) => server ?? '');
    const reachable = servers.filter((server) => !/^(127\.|::1$|fe80:)/.test(server));
    if (reachable.length > 0) return reachable;
  }
  return [];
}
