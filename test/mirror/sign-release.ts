// Signs the index of a mirror with a key of the tests' own.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, tryProgram } from '../../lib/lab/programs/run-program.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';

export interface Signer {
  /** Its public key, and Debian's own keys. */
  readonly keyring: string;
  /** An InRelease file. */
  sign(release: string): Promise<Buffer>;
}

/** Keeps its key below `folder`, for images are named by the keys that their hosts trust. */
export async function signerIn(folder: string): Promise<Signer> {
  const home = join(folder, 'gnupg');
  mkdirSync(folder, { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const gpg = [
    '--homedir',
    home,
    '--batch',
    '--yes',
    '--quiet',
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    '',
  ];
  const keyring = join(folder, 'keys.gpg');
  if (!existsSync(keyring)) {
    const own = join(home, 'own.gpg');
    await runProgram('gpg', [...gpg, '--quick-generate-key', 'tests of trueup', 'ed25519', 'sign', 'never']);
    await runProgram('gpg', [...gpg, '--output', own, '--export']);
    writeFileSync(keyring, Buffer.concat([readFileSync(own), readFileSync(imageRecipe({}).keyring)]));
  }
  return {
    keyring,
    sign: async (release) => {
      const signed = await runProgram('gpg', [...gpg, '--clear-sign', '--output', '-'], release);
      // It leaves an agent behind.
      await tryProgram('gpgconf', ['--homedir', home, '--kill', 'all']);
      return Buffer.from(signed);
    },
  };
}
