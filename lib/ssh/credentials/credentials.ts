// What is offered to a server to log in, in order; never more than is meant for it.
import { existsSync } from 'node:fs';
import type { AnyAuthMethod } from 'ssh2';
import type { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { loadAgentKeys, type AgentKey } from './agent-keys.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { fingerprint } from '../host-keys/key-blob.js';
import { loadKeyFile, type KeyFile } from './key-file.js';
import { unlockKey } from './private-key.js';
import type { Server } from '../link/target.js';

/** One thing to log in with. */
export interface Credential {
  readonly method: 'publickey' | 'password' | 'keyboard-interactive';
  /** For messages: `key /home/a/.ssh/id (SHA256:…)`. */
  readonly label: string;
  readonly offer: AnyAuthMethod;
}

// sshd allows six failures (MaxAuthTries) and counts each for its penalties.
const mostKeys = 5;

/** Everything that may be offered to a server. Asks for passphrases here, before any connection waits for them. */
export async function credentialsFor(
  host: string,
  server: Server,
  options: ConnectOptions,
): Promise<readonly Credential[]> {
  // Who gives a password and names no key means the password.
  const wantsKeys = server.keysNamed || !server.password;
  const keys = wantsKeys ? await keyCredentials(host, server, options) : [];
  if (keys.length > mostKeys) {
    options.onNotice?.(
      `${host}: only the first ${mostKeys} of ${keys.length} keys are offered; name one to be sure`,
    );
  }
  return [
    ...keys.slice(0, mostKeys),
    ...(server.password ? passwordCredentials(server, server.password) : []),
  ];
}

async function keyCredentials(host: string, server: Server, options: ConnectOptions): Promise<Credential[]> {
  const { user } = server;
  const agentKeys = await agentKeysOf(host, server, options);
  const found: Credential[] = [];
  const locked: KeyFile[] = [];
  const viaAgent = (key: AgentKey, label: string): void => {
    const offer = { type: 'agent', username: user, agent: key.agent } as AnyAuthMethod;
    found.push({ method: 'publickey', label: `${label} (${fingerprint(key.blob)}, by the agent)`, offer });
  };
  const viaFile = async (file: KeyFile): Promise<void> => {
    if (file.type.startsWith('sk-')) throw hardwareKey(host, file);
    const key = await unlockKey(host, file, options);
    const label = `key ${file.path} (${fingerprint(key.getPublicSSH())})`;
    // ssh2 takes a parsed key here, which its types don't tell.
    found.push({
      method: 'publickey',
      label,
      offer: { type: 'publickey', username: user, key } as unknown as AnyAuthMethod,
    });
  };
  const files = keyFiles(host, server);
  for (const file of files) {
    const held = agentKeys.find((key) => file.publicBlob?.equals(key.blob));
    if (held) viaAgent(held, `key ${file.path}`);
    else if (!server.keysNamed && file.encrypted) locked.push(file);
    else await viaFile(file);
  }
  if (!server.identitiesOnly) {
    const others = agentKeys.filter((key) => !files.some((file) => file.publicBlob?.equals(key.blob)));
    for (const key of others) viaAgent(key, `agent key ${key.type}`);
  }
  // Nobody named these: worth a question only where nothing else is left.
  if (found.length === 0 && !server.password && options.askPassphrase)
    for (const file of locked) await viaFile(file);
  return found;
}

async function agentKeysOf(
  host: string,
  server: Server,
  options: ConnectOptions,
): Promise<readonly AgentKey[]> {
  if (server.agentSocket === undefined) return [];
  try {
    return await loadAgentKeys(server.agentSocket);
  } catch (error) {
    // A named key file may do without the agent; if not, its own error follows.
    options.onNotice?.(
      `${host}: the ssh-agent at ${server.agentSocket} did not list its keys: ${(error as Error).message}`,
    );
    return [];
  }
}

function keyFiles(host: string, server: Server): readonly KeyFile[] {
  const there = server.keysNamed ? server.keyFiles : server.keyFiles.filter((path) => existsSync(path));
  return there.map((path) => {
    try {
      return loadKeyFile(path);
    } catch (error) {
      throw new TrueupError(
        'E_AUTH',
        `${host}: the private key ${path} can't be read: ${(error as Error).message}`,
        {
          host,
          hint: 'Check ansible_ssh_private_key_file, or IdentityFile in ~/.ssh/config.',
          cause: error,
        },
      );
    }
  });
}

function hardwareKey(host: string, { path, type }: KeyFile): TrueupError {
  const hint = 'Set ansible_connection: openssh (or auto) for this host.';
  return new TrueupError('E_AUTH', `${host}: ${path} is a hardware key (${type}), which ssh2 cannot use`, {
    host,
    hint,
  });
}

function passwordCredentials(server: Server, password: Secret): readonly Credential[] {
  const username = server.user;
  return [
    {
      method: 'password',
      label: 'password',
      offer: { type: 'password', username, password: password.reveal() },
    },
    {
      method: 'keyboard-interactive',
      label: 'password (keyboard-interactive)',
      offer: {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _lang, prompts, finish) => {
          // Only a hidden prompt is one for the password; anything else (a one-time code) can't be answered.
          finish(prompts.map((prompt) => (prompt.echo === true ? '' : password.reveal())));
        },
      },
    },
  ];
}
