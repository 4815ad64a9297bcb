// Answers the prompts of the ssh program, of which only the text is known.
import type { Secret } from '../../model/secret.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Server, Target } from '../link/target.js';
import { askedFor } from './answer-server-prompts.js';
import { askOnce } from './ask-operator-once.js';
import { loadKeyFile } from './read-key-file.js';
import { LoginTrouble } from './unusable-credential.js';
import type { KeyNotes } from './openssh-key-problems.js';
import { passphraseOf } from './unlock-private-key.js';

/**
 * The answer to one prompt of ssh: a passphrase, a PIN, a password, a second factor. Undefined declines. `log` returns
 * what ssh has logged so far; `passphrases` notes what was answered for each key file.
 */
export async function answerOpenssh(
  target: Target,
  options: ConnectOptions,
  prompt: string,
  log: () => string,
  passphrases: KeyNotes['passphrases'],
): Promise<Secret | undefined> {
  const file = /passphrase for (?:key )?'(.+)'/i.exec(prompt)?.[1];
  if (file !== undefined) return passphraseFor(file, options, passphrases);
  if (/\bPIN\b/.test(prompt)) return askOnce(prompt.trim().replace(/:$/, ''), options);
  if (/confirm user presence/i.test(prompt)) {
    options.onNotice?.(`${target.host}: ${prompt.trim()}`);
    return undefined;
  }
  // Host keys are never confirmed here: only known_hosts decides.
  if (/continue connecting|fingerprint/i.test(prompt)) return undefined;
  const [asking, ...others] = [target, ...target.hops].filter((server) => asks(server, target, prompt));
  if (!asking) return undefined;
  const text = prompt
    .replace(/^\(\S+@\S+\) /, '')
    .trim()
    .replace(/[:\s]+$/, '');
  const what = askedFor(text, false);
  if (what === 'change') return undefined;
  // A jump server must not be sent the password of the host behind it.
  if (what === 'password' && asking === target && others.length === 0 && target.password)
    return target.password;
  if (asking === target && !needsPerson(log())) return undefined;
  return options.askPassphrase?.(`${target.host} (${asking.user}@${asking.address}): ${text}`);
}

async function passphraseFor(
  path: string,
  options: ConnectOptions,
  passphrases: KeyNotes['passphrases'],
): Promise<Secret | undefined> {
  try {
    const passphrase = await passphraseOf(loadKeyFile(path), options);
    if (passphrase) passphrases.set(path, 'given');
    return passphrase;
  } catch (error) {
    if (!(error instanceof LoginTrouble)) throw error;
    passphrases.set(path, error);
    return undefined;
  }
}

function asks(server: Server, { alias, hops }: Target, prompt: string): boolean {
  const names = [server.address, server.knownAs, ...(hops.includes(server) ? [] : [alias])];
  return names.some((name) => prompt.includes(`${server.user}@${name}`));
}

/** As with ssh2: for a second factor, or if the server accepts no keys. */
function needsPerson(log: string): boolean {
  const methods = log.match(/^debug1: Authentications that can continue: .*$/gm)?.at(-1);
  return /with partial success/.test(log) || methods?.includes('publickey') === false;
}
