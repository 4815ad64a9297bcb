// ssh2 or the OpenSSH client: ssh2 unless this host needs something that it can't do.
import { existsSync } from 'node:fs';
import { namesHost } from './host-keys/known-hosts.js';
import { loadKeyFile } from './credentials/key-file.js';
import { loadKnownHosts } from './host-keys/load-known-hosts.js';
import type { Server, Target } from './link/target.js';

/** The transport for a host whose inventory leaves the choice; `because` completes "it needs OpenSSH: …". */
export type Choice =
  { readonly transport: 'ssh2' } | { readonly transport: 'openssh'; readonly because: string };

/** Looks at every server on the way; the first that needs OpenSSH decides. */
export function chooseTransport(target: Target): Choice {
  for (const server of [...target.hops, target]) {
    const because = byConfig(server) ?? byKey(server) ?? byAuthority(target.host, server);
    if (because !== undefined) return { transport: 'openssh', because };
  }
  return { transport: 'ssh2' };
}

// Keywords of ssh_config(5) that ssh2 has nothing for, with the values that mean they are off.
const beyond: readonly (readonly [string, RegExp])[] = [
  ['proxycommand', /^none$/],
  ['certificatefile', /^none$/],
  ['pkcs11provider', /^none$/],
  ['gssapiauthentication', /^(no|false)$/],
  ['hostbasedauthentication', /^(no|false)$/],
];

function byConfig({ config, address }: Server): string | undefined {
  const found = beyond.find(([keyword, off]) => config.get(keyword)?.some((value) => !off.test(value)));
  return found && `ssh_config sets ${found[0]} for ${address}`;
}

function byKey({ keyFiles, keysNamed }: Server): string | undefined {
  const files = keyFiles.filter((path) => existsSync(path) || existsSync(`${path}.pub`));
  const needs = files.map(keyNeeds);
  // The usual key files are only tried: one that ssh2 can use is enough.
  return keysNamed || needs.every((need) => need !== undefined)
    ? needs.find((need) => need !== undefined)
    : undefined;
}

function keyNeeds(path: string): string | undefined {
  try {
    const file = loadKeyFile(path);
    if (file.type.startsWith('sk-')) return `${path} is a hardware key (${file.type})`;
    if (file.certified) return `${path} has a certificate`;
    if (/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(file.text.toString('latin1', 0, 100))) {
      return `${path} is in the PKCS#8 format`;
    }
    return undefined;
  } catch {
    // The login says what is wrong with it.
    return undefined;
  }
}

function byAuthority(
  host: string,
  { knownAs, userKnownHosts, globalKnownHosts }: Server,
): string | undefined {
  const about = loadKnownHosts(host, [...userKnownHosts, ...globalKnownHosts]).filter((key) =>
    namesHost(key.hosts, knownAs),
  );
  const plain = about.some((key) => key.marker === undefined);
  const authority = about.find((key) => key.marker === 'cert-authority');
  return authority && !plain
    ? `only a certificate authority is known for ${knownAs} (${authority.file}:${authority.line})`
    : undefined;
}
