// ssh2 or the OpenSSH client: ssh2 unless this host needs something that it can't do.
import { existsSync } from 'node:fs';
import { listAgentKeys } from './credentials/agent-protocol.js';
import { isBeyond } from './credentials/unlock-private-key.js';
import { namesOf } from './host-keys/compare-host-key.js';
import { keyType } from './host-keys/key-blob.js';
import { namesHost } from './host-keys/known-hosts.js';
import { loadKeyFile } from './credentials/read-key-file.js';
import { hasTicket } from './config/kerberos-ticket.js';
import { yes } from './config/parse-settings.js';
import { canSsh2, nameOf } from './config/supported-keywords.js';
import { loadKnownHosts } from './host-keys/load-known-hosts.js';
import type { ConnectOptions } from './link/connect-options.js';
import type { Server, Target } from './link/target.js';

/** The transport for a host whose inventory doesn't set one; `because` completes "it needs OpenSSH: …". */
export type Choice =
  | { readonly transport: 'ssh2' }
  | { readonly transport: 'openssh'; readonly because: string };

/** Looks at every server on the way; the first that needs OpenSSH decides. */
export async function chooseTransport(target: Target, options: ConnectOptions): Promise<Choice> {
  const servers = [...target.hops, target];
  // Looking for a ticket costs a process.
  const mayNeed = servers.some(({ config }) => yes(config.get('gssapiauthentication')?.[0]));
  const ticket = mayNeed && (await hasTicket(options));
  for (const server of servers) {
    const because =
      byConfig(server, ticket) ??
      byKey(server) ??
      byAuthority(target.host, server) ??
      (await byAgent(server));
    if (because !== undefined) return { transport: 'openssh', because };
  }
  return { transport: 'ssh2' };
}

function byConfig({ config, address, password }: Server, ticket: boolean): string | undefined {
  const situation = { ticket, password: password !== undefined };
  const found = [...config].find(([keyword, values]) => !canSsh2(keyword, values, situation));
  return found && `${nameOf(found[0])} is set for ${address}`;
}

function byKey({ keyFiles, config }: Server): string | undefined {
  const keychain = yes(config.get('usekeychain')?.[0]);
  return keyFiles
    .filter((path) => existsSync(path) || existsSync(`${path}.pub`))
    .map((path) => keyNeeds(path, keychain))
    .find((need) => need !== undefined);
}

function keyNeeds(path: string, keychain: boolean): string | undefined {
  try {
    const file = loadKeyFile(path);
    if (keychain && file.encrypted)
      return `the keychain may contain the passphrase for ${path} (UseKeychain)`;
    if (file.type.startsWith('sk-')) return `${path} is a hardware key (${file.type})`;
    if (file.certified) return `${path} has a certificate`;
    if (isBeyond(file)) return `${path} is encrypted with ${file.cipher ?? ''}`;
    return undefined;
  } catch {
    // The login reports what is wrong with it.
    return undefined;
  }
}

async function byAgent({ agentSocket, identitiesOnly }: Server): Promise<string | undefined> {
  // With IdentitiesOnly the agent signs only for key files, whose kind `byKey` checks.
  if (agentSocket === undefined || identitiesOnly) return undefined;
  try {
    const types = (await listAgentKeys(agentSocket, AbortSignal.timeout(60_000))).map(keyType);
    const beyond = types.find((type) => type.startsWith('sk-') || type.includes('-cert-'));
    return (
      beyond && `the agent holds a ${beyond.includes('-cert-') ? 'certificate' : 'hardware key'} (${beyond})`
    );
  } catch {
    // The login reports what is wrong with it.
    return undefined;
  }
}

/** If an authority is known, plain keys of the host may be outdated: only its certificate counts. */
function byAuthority(
  host: string,
  { knownAs, userKnownHosts, globalKnownHosts }: Server,
): string | undefined {
  const keys = loadKnownHosts(host, [...userKnownHosts, ...globalKnownHosts]);
  const names = namesOf(knownAs);
  const authority = keys.find(
    ({ marker, hosts }) => marker === 'cert-authority' && names.some((name) => namesHost(hosts, name)),
  );
  return authority && `a certificate authority is known for ${knownAs} (${authority.file}:${authority.line})`;
}
