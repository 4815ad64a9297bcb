// Keys that the ssh program would have logged in with if it had been able to sign with them, according to its log.
import { loadKeyFile } from './read-key-file.js';
import { LoginTrouble } from './unusable-credential.js';
import { noPassphrase, wrongPassphrase } from './unlock-private-key.js';

/** What happened to keys during one run of ssh. */
export interface KeyNotes {
  /** By path: what was answered when ssh asked for the passphrase of a key file. */
  readonly passphrases: Map<string, 'given' | LoginTrouble>;
  /** Why ssh isn't allowed to use some keys at all. */
  readonly troubles: LoginTrouble[];
}

/** It was the key's turn, but ssh went on to the next thing without sending anything to the server. */
const passedOver =
  /^debug1: (?:Server accepts key|Trying private key): (.+?)(?: \S+ (?:SHA256|MD5):.*)?\r?\n(?:debug1: read_passphrase: .*\r?\n)*(?=debug1: (?:Offering|Trying|Next authentication|No more))/gm;
const declined = /^sign_and_send_pubkey: signing failed for \S+ "(.+)" from agent: (.+?)\r?$/gm;

/** One for each such key. `log` has the level DEBUG1. */
export function opensshKeyTroubles(
  log: string,
  { passphrases, troubles }: KeyNotes,
): readonly LoginTrouble[] {
  const byAgent = [...log.matchAll(declined)].map(
    ([, key = '', why = '']) =>
      new LoginTrouble(
        `the agent did not sign with ${key}: ${why}`,
        'Confirm the use of the key when the agent asks, or check the agent with ssh-add -l.',
      ),
  );
  const byFile = [...log.matchAll(passedOver)].flatMap(([, path = '']) => {
    const answer = passphrases.get(path);
    if (answer instanceof LoginTrouble) return answer;
    if (answer === 'given') return wrongPassphrase(path);
    return isEncrypted(path) ? noPassphrase(path) : [];
  });
  return [...troubles, ...byAgent, ...byFile];
}

function isEncrypted(path: string): boolean {
  try {
    return loadKeyFile(path).encrypted;
  } catch {
    return false;
  }
}
