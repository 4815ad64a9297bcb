// A refused login of the ssh program: which server refused it, what the server printed, and the remedy.
import { TrueupError } from '../../model/trueup-error.js';
import { fileTroubles } from '../credentials/key-file-problems.js';
import { accountHint, refusalHint, saidOf } from '../credentials/login-refusal-hint.js';
import type { LoginTrouble } from '../credentials/unusable-credential.js';
import { plainLines } from './openssh-messages.js';
import type { Server, Target } from '../link/target.js';

const denied =
  /Permission denied \(|Too many authentication failures|No supported authentication methods|Access denied for user/i;

/**
 * The E_AUTH for what ssh logged about the host and wrote to stderr: banners, and the messages of the ssh that passes a
 * server on the way. `keys` is what is wrong with keys that the host would have accepted. Undefined if no login was
 * refused.
 */
export function opensshRefusal(
  target: Target,
  rawLog: string,
  rawStderr: string,
  keys: readonly LoginTrouble[],
): TrueupError | undefined {
  const [log, stderr] = [plainLines(rawLog), plainLines(rawStderr)];
  const byHost = log.findLast((line) => denied.test(line));
  const byJump = stderr.findLast((one) => denied.test(one));
  // If PAM refuses the account, sshd prints a message and hangs up.
  const told = stderr.findLast((one) => refusalHint(one, target.user) !== undefined);
  const last = partingLines(rawLog);
  const heard = [...stderr, ...last].filter((one) => !denied.test(one) && !isOfSsh.test(one));
  const line = byHost ?? byJump ?? told ?? (heard.length > 0 ? last.at(-1) : undefined);
  if (line === undefined) return undefined;
  const { host } = target;
  const server =
    byHost === undefined && byJump !== undefined && target.hops.length > 0 ? jumpOf(target, line) : target;
  const who = server === target ? server.address : `the jump server ${server.address}`;
  const words = heard.filter((one) => one !== line);
  const troubles = server === target ? [...fileTroubles(target), ...keys] : [];
  const because = troubles.map(({ message }) => `; ${message}`).join('');
  const said = words.length === 0 ? undefined : words.join('\n');
  return new TrueupError(
    'E_AUTH',
    `${host}: ${who} refused the login of ${server.user}: ${line}${because}${saidOf(said)}`,
    {
      host,
      hint:
        refusalHint(`${line}\n${said ?? ''}`, server.user) ??
        (line === last.at(-1) ? accountHint(server.user) : troubles.at(-1)?.hint) ??
        hint(target, server),
      output: [...words, line].slice(-20).join('\n'),
    },
  );
}

/** ssh's messages up to the closed connection, if the server hung up right after a credential; otherwise none. */
function partingLines(log: string): readonly string[] {
  const offers = /^debug1: (?:Server accepts key|Trying private key|Next authentication method): /gm;
  const rest = log.slice([...log.matchAll(offers)].at(-1)?.index ?? log.length);
  if (/^debug1: (Offering|Authentications|No more|Authenticated)/m.test(rest)) return [];
  const lines = plainLines(log.slice(log.search(/^debug1: Authentications that can continue/m)));
  return /^Connection (closed|reset) by/.test(lines.at(-1) ?? '') ? lines : [];
}

/** Lines on stderr that come from ssh itself, not from a server. */
const isOfSsh =
  /^(kex_exchange|ssh_|Connection (closed|reset)|Warning:|@|WARNING|Load key|no such identity|Permissions \d|It is required|This private key)/i;

function jumpOf({ hops, ...target }: Target, line: string): Server {
  const hop = hops.find(({ user, address }) => line.includes(`${user}@${address}`)) ?? hops.at(-1);
  return hop ?? { ...target };
}

function hint(target: Target, server: Server): string {
  if (server !== target && target.hops.includes(server))
    return `A login to a jump server uses the user and key from ssh_config (Host ${server.address}: User, IdentityFile) and the agent's keys, not the host's user and key.`;
  if (target.password)
    return `Check the user (ansible_user: ${server.user}) and the password (ansible_password, --ask-pass).`;
  return `Check that ${server.user} is the right user (ansible_user), and that the server accepts the key or password.`;
}
