// Keys that the ssh program would have logged in with, had it been able to sign with them: told by its log.
import { loadKeyFile } from './read-key-file.js';
import { LoginTrouble } from './unusable-credential.js';
import { noPassphrase, wrongPassphrase } from './unlock-private-key.js';

/** What became of keys during one start of ssh. */
export interface KeyNotes {
  /** The answer when it asked for the passphrase of a file, by path. */
  readonly passphrases: Map<string, 'given' | LoginTrouble>;
  /** Keys that it isn't to use at all. */
  readonly troubles: LoginTrouble[];
}

/** The key was due, and ssh went on to the next thing without a word to the server. */
const passedOver =
  /^debug1: (?:Server accepts key|Trying private key): (.+?)(?: \S+ (?:SHA256|MD5):.*)?\r?\n(?:debug1: read_passphrase: .*\r?\n)*(?=debug1: (?:Offering|Trying|Next authentication|No more))/gm;
const declined = /^sign_and_send_pubkey: signing failed for \S+ "(.+)" from agent: (.+?)\r?$/gm;

/** One for each of them. `log` has the level DEBUG1. */
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
