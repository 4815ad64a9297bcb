// Keys of the lab: one to log in with, and each host's own keys, which the lab knows beforehand.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { labPaths } from './lab-paths.js';
import type { LabHost, LabSettings } from './lab-settings.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { runProgram } from '../programs/run-program.js';

/** No RSA: making such a key takes a second of processor time, and no client needs it. */
const types = ['ed25519', 'ecdsa'] as const;

/** Creates the key that logs in to every host, once. */
export async function ensureLoginKey(lab: LabSettings): Promise<void> {
  const { key } = labPaths(lab);
  await mkdir(dirname(key), { recursive: true, mode: 0o700 });
  await generate(key, 'ed25519', 'trueup-lab');
}

/** The public key that goes into authorized_keys. */
export async function loginKey(lab: LabSettings): Promise<string> {
  return readFile(`${labPaths(lab).key}.pub`, 'utf8');
}

/** Creates a host's own keys, once; returns the files to put into its /etc/ssh, by name. */
export async function ensureHostKeys(
  lab: LabSettings,
  host: string,
): Promise<Readonly<Record<string, string>>> {
  const folder = join(labPaths(lab).hostKeys, host);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {};
  for (const type of types) {
    const name = `ssh_host_${type}_key`;
    await generate(join(folder, name), type, host);
    files[name] = await readFile(join(folder, name), 'utf8');
    files[`${name}.pub`] = await readFile(join(folder, `${name}.pub`), 'utf8');
  }
  return files;
}

/** Writes the hosts' lines in known_hosts, by address and by name; those of the lab's other hosts stay. */
export async function writeKnownHosts(lab: LabSettings, hosts: readonly LabHost[]): Promise<void> {
  const { knownHosts } = labPaths(lab);
  const before = await readFile(knownHosts, 'utf8').catch(whenMissing(knownHosts, ''));
  const named = new Set(hosts.flatMap(knownNames));
  let lines = before
    .split(/(?<=\n)/)
    .filter((line) => !(line.split(' ')[0] ?? '').split(',').some((name) => named.has(name)))
    .join('');
  for (const host of hosts) {
    const keys = await ensureHostKeys(lab, host.name);
    for (const type of types)
      lines += knownHostsLine(knownNames(host), keys[`ssh_host_${type}_key.pub`] ?? '');
  }
  await writeFile(`${knownHosts}.new`, lines, { mode: 0o644 });
  await rename(`${knownHosts}.new`, knownHosts);
}

/** What a client may call a host: sshd(8), known_hosts, which writes a port other than 22 as `[NAME]:PORT`. */
function knownNames({ name, address, port = 22 }: LabHost): readonly string[] {
  return port === 22 ? [address, name] : [`[${address}]:${port}`, `[${name}]:${port}`];
}

/** One line of known_hosts from the text of a public key file. */
export function knownHostsLine(names: readonly string[], publicKey: string): string {
  const [type, key] = publicKey.trim().split(' ');
  return `${names.join(',')} ${type ?? ''} ${key ?? ''}\n`;
}

/** ssh-keygen writes the private file first: a pair is complete once both exist. */
async function generate(path: string, type: string, comment: string): Promise<void> {
  const whole = await Promise.all([readFile(path), readFile(`${path}.pub`)]).then(
    ([, publicKey]) => publicKey.length > 0,
    whenMissing(path, false),
  );
  if (whole) return;
  await rm(path, { force: true });
  await rm(`${path}.pub`, { force: true });
  await runProgram('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', comment, '-f', path]);
}
