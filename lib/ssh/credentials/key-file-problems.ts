// What is wrong with a server's key files, as far as it shows without decrypting them; for messages of both transports.
import { existsSync } from 'node:fs';
import type { Server } from '../link/target.js';
import { loadKeyFile, type KeyFile } from './read-key-file.js';
import { LoginTrouble } from './unusable-credential.js';

/** The files that exist, and what is wrong with the others that were configured. */
export function keyFilesOf(server: Server): {
  readonly files: readonly KeyFile[];
  readonly troubles: readonly LoginTrouble[];
} {
  const files: KeyFile[] = [];
  const troubles: LoginTrouble[] = [];
  for (const path of server.keyFiles) {
    if (!server.keysNamed && !existsSync(path) && !existsSync(`${path}.pub`)) continue;
    try {
      files.push(loadKeyFile(path));
    } catch (error) {
      troubles.push(missing(path, error as NodeJS.ErrnoException));
    }
  }
  return { files, troubles };
}

/** Everything that is wrong with the files and shows without a passphrase. */
export function fileTroubles(server: Server): readonly LoginTrouble[] {
  const { files, troubles } = keyFilesOf(server);
  return [
    ...troubles,
    ...files.flatMap((file) => {
      if (file.exposed) return [exposed(file)];
      return isPutty(file) ? [putty(file)] : [];
    }),
  ];
}

/** ssh doesn't use such a key either. */
export function exposed({ path }: KeyFile): LoginTrouble {
  return new LoginTrouble(
    `${path} is readable by others, so it is not used`,
    `Make it readable only by you: chmod 600 ${path}`,
  );
}

export function isPutty({ text }: KeyFile): boolean {
  return text.toString('latin1', 0, 19) === 'PuTTY-User-Key-File';
}

export function putty({ path }: KeyFile): LoginTrouble {
  return new LoginTrouble(
    `${path} is a PuTTY key in a format that is not supported`,
    `Convert it: puttygen ${path} -O private-openssh -o ${path.replace(/\.ppk$/, '')}.key`,
  );
}

function missing(path: string, { code, message }: NodeJS.ErrnoException): LoginTrouble {
  const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read: ${message}`;
  return new LoginTrouble(
    `the private key ${path} ${why}`,
    'Check ansible_ssh_private_key_file, or IdentityFile in ~/.ssh/config.',
  );
}
