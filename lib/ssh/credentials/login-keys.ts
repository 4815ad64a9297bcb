// The keys that may be offered to a server, in ssh's own order: the agent's first, those with a key file before others.
import type { AnyAuthMethod } from 'ssh2';
import { fingerprint, keyType } from '../host-keys/key-blob.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Server } from '../link/target.js';
import { agentTrouble } from './explain-agent-failure.js';
import { listAgentKeys, signByAgent } from './agent-protocol.js';
import type { Asking, Credential } from './credential.js';
import { keyFilesOf } from './key-file-problems.js';
import type { KeyFile } from './read-key-file.js';
import { keySigner } from './key-signer.js';
import { LoginTrouble } from './unusable-credential.js';
import { unlockKey } from './unlock-private-key.js';

/** What was found to log in with, and what was not. */
export interface LoginKeys {
  readonly ready: readonly Credential[];
  /** Encrypted files that were not configured: their passphrase is only asked for if nothing else is left. */
  readonly locked: readonly Credential[];
  readonly troubles: readonly LoginTrouble[];
}

/** A file that is missing, locked or broken never keeps the next one from being offered. */
export async function loginKeys(
  server: Server,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<LoginKeys> {
  const found = keyFilesOf(server);
  const { files } = found;
  const troubles = [...found.troubles];
  const ready: Credential[] = [];
  const locked: Credential[] = [];
  const held = await heldByAgent(server, troubles, signal);
  const fileOf = (blob: Buffer): KeyFile | undefined => files.find((file) => file.publicBlob?.equals(blob));
  const inOrder = [
    ...held.filter((blob) => fileOf(blob)),
    ...(server.identitiesOnly ? [] : held.filter((blob) => !fileOf(blob))),
  ];
  for (const blob of inOrder) {
    const key = await byAgent(server, blob, fileOf(blob)?.path);
    if (key) ready.push(key);
    else troubles.push(beyond(`the agent's key of type ${keyType(blob)}`));
  }
  for (const file of files.filter((one) => !held.some((blob) => one.publicBlob?.equals(blob)))) {
    try {
      if (file.type.startsWith('sk-')) throw beyond(`the hardware key ${file.path} (${file.type})`);
      if (file.certified) troubles.push(beyond(`the certificate of ${file.path}`));
      const list = file.encrypted && !server.keysNamed ? locked : ready;
      list.push(await byFile(server, file, options));
    } catch (error) {
      if (!(error instanceof LoginTrouble)) throw error;
      troubles.push(error);
    }
  }
  return { ready, locked, troubles };
}

async function heldByAgent(
  { agentSocket }: Server,
  troubles: LoginTrouble[],
  signal: AbortSignal,
): Promise<readonly Buffer[]> {
  if (agentSocket === undefined) return [];
  try {
    return await listAgentKeys(agentSocket, signal);
  } catch (error) {
    signal.throwIfAborted();
    troubles.push(agentTrouble(agentSocket, error as Error));
    return [];
  }
}

async function byAgent(
  { user, agentSocket = '' }: Server,
  blob: Buffer,
  path: string | undefined,
): Promise<Credential | undefined> {
  const name = path === undefined ? `agent key ${keyType(blob)}` : `key ${path}`;
  const label = `${name} (${fingerprint(blob)}, from the agent)`;
  if (!(await keySigner(blob, () => Promise.reject(new Error('not asked for'))))) return undefined;
  return {
    method: 'publickey',
    label,
    offer: (asking) =>
      signedBy(user, blob, asking, async (data, hash) => {
        try {
          return await signByAgent(agentSocket, blob, data, hash, asking.signal);
        } catch (error) {
          const hint = 'Confirm the use of the key when the agent asks, or check the agent with ssh-add -l.';
          throw new LoginTrouble(`the agent did not sign with ${label}: ${(error as Error).message}`, hint);
        }
      }),
  };
}

async function byFile({ user }: Server, file: KeyFile, options: ConnectOptions): Promise<Credential> {
  const { path, publicBlob, encrypted } = file;
  const offered = (key: unknown): AnyAuthMethod =>
    // ssh2 accepts a parsed key here, although its types don't declare it.
    ({ type: 'publickey', username: user, key }) as AnyAuthMethod;
  const label = publicBlob ? `key ${path} (${fingerprint(publicBlob)})` : `key ${path}`;
  if (!encrypted) {
    const key = await unlockKey(file, options);
    const shown = `key ${path} (${fingerprint(key.getPublicSSH())})`;
    return { method: 'publickey', label: shown, offer: () => offered(key) };
  }
  const unlock = (asking: Asking) => asking.paused(() => unlockKey(file, options));
  return {
    method: 'publickey',
    label,
    async offer(asking) {
      // Without its public half it is unknown whether the server would accept it.
      if (!publicBlob) return offered(await unlock(asking));
      return signedBy(user, publicBlob, asking, async (data, hash) => {
        const signature = (await unlock(asking)).sign(data, hash) as Buffer | Error;
        if (signature instanceof Error) throw signature;
        return signature;
      });
    },
  };
}

async function signedBy(
  username: string,
  blob: Buffer,
  asking: Asking,
  sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>,
): Promise<AnyAuthMethod> {
  const agent = await keySigner(blob, async (data, hash) => {
    try {
      return await asking.paused(() => sign(data, hash));
    } catch (error) {
      if (error instanceof LoginTrouble) asking.note(error);
      throw error;
    }
  });
  if (!agent) throw beyond(`the key of type ${keyType(blob)}`);
  return { type: 'agent', username, agent };
}

function beyond(what: string): LoginTrouble {
  return new LoginTrouble(
    `ssh2 cannot use ${what}`,
    'Set ansible_connection: openssh (or auto) for this host.',
  );
}
