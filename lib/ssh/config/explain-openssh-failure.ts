// Sorts the error messages of the ssh program into the same kinds of failures as those of ssh2.
import { TrueupError } from '../../model/trueup-error.js';
import { compareHint } from '../host-keys/refuse-host-key.js';
import type { Target } from '../link/target.js';
import { plainLines } from './openssh-messages.js';
import { opensshKeyTroubles, type KeyNotes } from '../credentials/openssh-key-problems.js';
import { opensshRefusal } from './explain-openssh-refusal.js';
import { droppedFor } from '../link/dropped-connection.js';
import { Unreached, type UnreachedKind } from '../link/unreachable-error.js';

const kinds: readonly (readonly [RegExp, UnreachedKind])[] = [
  [/Unable to negotiate|no matching .* found/i, 'algorithms'],
  [/administratively prohibited/i, 'forbidden'],
  [/Temporary failure in name resolution/i, 'resolver'],
  [/Could not resolve hostname|Name or service not known/i, 'name'],
  [/Connection refused/i, 'refused'],
  [/timed out/i, 'timeout'],
  [/No route to host|Network is unreachable/i, 'unreachable'],
  [/invalid characters|protocol identification|banner line|Protocol major versions differ/i, 'speech'],
  [/Connection (closed|reset)|Broken pipe/i, 'closed'],
];

/**
 * Why ssh ended before its session began: Unreached, or E_HOST_KEY, E_AUTH or E_CONNECT, which no retry cures. `how` it
 * ended, for example `status 255` or `SIGKILL`, is reported if it printed nothing.
 */
export function opensshFailure(
  target: Target,
  log: string,
  stderr: string,
  how: string,
  keys: KeyNotes = { passphrases: new Map(), troubles: [] },
): Error {
  const { host } = target;
  const text = `${log}\n${stderr}`;
  const said = plainLines(text);
  const last = said.at(-1) ?? `ssh ended without a message (${how})`;
  const output = said.slice(-10).join('\n');
  if (/Host key verification failed|REVOKED HOST KEY|No .* host key is known/i.test(text))
    return hostKey(target, text);
  const refusal = opensshRefusal(target, log, stderr, opensshKeyTroubles(log, keys));
  if (refusal) return refusal;
  const beforehand = settingsFailure(target, said);
  if (beforehand) return beforehand;
  if (noAccount.test(text))
    return new TrueupError('E_CONNECT', `${host}: the ssh program cannot start: ${last}`, {
      host,
      hint: `${uidHint}, or set ansible_connection: ssh2 if the host does not need the ssh program.`,
    });
  // Only the debug log shows what a server sent instead of a greeting.
  const dropped = droppedFor(log.match(/banner line \d+: .*/g)?.join('\n') ?? '');
  if (dropped) return new Unreached(dropped.kind, `${target.address} reported: ${dropped.words}`, output);
  const kind = kinds.find(([pattern]) => pattern.test(said.join('\n')))?.[1] ?? 'lost';
  const isLogin = /^debug1: (SSH2_MSG_SERVICE_ACCEPT|Authentications that can continue)/m.test(log);
  return new Unreached(isLogin && (kind === 'closed' || kind === 'timeout') ? 'lost' : kind, last, output);
}

/** What ssh prints if the operator's uid has no account, as in a container. */
export const noAccount = /No user exists for uid|unknown user \d+/i;
export const uidHint = 'The ssh program needs an account for the uid that it runs as. Create one';

/** A failure that no retry cures, because ssh doesn't get as far as the network. */
function settingsFailure(target: Target, said: readonly string[]): TrueupError | undefined {
  const { host } = target;
  const output = said.slice(-10).join('\n');
  const failure = (what: string, hint: string): TrueupError =>
    new TrueupError('E_CONNECT', `${host}: ${what}`, { host, output, hint });
  const option = said.findLast((line) => /bad configuration options?/i.test(line));
  if (option !== undefined)
    return failure(
      `the ssh program rejects a setting: ${option}`,
      'Correct the ssh_config file named above.',
    );
  const owner = said.map((line) => /Bad owner or permissions on (\S+)/i.exec(line)?.[1]).find(Boolean);
  if (owner !== undefined)
    return failure(
      `ssh refuses to read ${owner}: it is owned by another user, or writable by others`,
      `Make it owned and writable only by you: chown "$(id -un)" ${owner} && chmod 600 ${owner}`,
    );
  const command = target.config.get('proxycommand')?.[0];
  const shell = said.findLast((line) => noProgram.test(line));
  if (command !== undefined && command !== 'none' && shell !== undefined)
    return failure(
      `its ProxyCommand cannot be run: ${shell}`,
      `Check that the program is installed and in PATH. Try it by hand: ${command}`,
    );
  return undefined;
}

/** What a shell prints about a program that it can't start. */
const noProgram = /^(\/\S+\/)?\w*sh: .*(not found|no such file|cannot execute|permission denied)/i;

function hostKey({ host, knownAs: last }: Target, text: string): TrueupError {
  // It may be the key of a server on the way.
  const knownAs =
    /Host key for (\S+) (?:has changed|was revoked)|host key is known for (\S+) and/
      .exec(text)
      ?.slice(1)
      .find(Boolean) ?? last;
  const shown = /Server host key: (\S+ SHA256:\S+)/.exec(text)?.[1];
  const it = shown === undefined ? '' : `; the server presented ${shown}`;
  const offending = /Offending .*key in (.+):(\d+)/.exec(text);
  if (/REVOKED|revoked/.test(text)) {
    const hint =
      'This key is known to be compromised. On the host, delete it and generate a new one (ssh-keygen -A), then accept that one.';
    return new TrueupError('E_HOST_KEY', `${host}: the host key of ${knownAs} is revoked${it}`, {
      host,
      hint,
    });
  }
  if (/HAS CHANGED/.test(text)) {
    const file = offending?.[1] ?? '~/.ssh/known_hosts';
    const where = offending ? ` (${file}:${offending[2] ?? ''} has a different one)` : '';
    const hint = `Someone may be intercepting the connection. If the host was reinstalled, compare the new fingerprint with the one on its console, then run ssh-keygen -R ${knownAs} -f ${file}`;
    return new TrueupError('E_HOST_KEY', `${host}: the host key of ${knownAs} changed${where}${it}`, {
      host,
      hint,
    });
  }
  const hint = compareHint(shown?.split(' ')[0]);
  return new TrueupError('E_HOST_KEY', `${host}: the host key of ${knownAs} is unknown${it}`, { host, hint });
}
