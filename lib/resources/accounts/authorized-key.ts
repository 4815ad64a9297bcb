// A public key with which a user can log in over SSH.
import { createHash } from 'node:crypto';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { AnswerReader, textOf } from '../answer-reader.js';
import { accountsAutoRevert } from '../../undo/triggers/snapshot-auto-reverts.js';
import { checkAccountName } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';

export interface AuthorizedKeyWant {
  /** Name of an existing user. */
  readonly user: string;
  /** One line of authorized_keys(5): options, type, key and comment. */
  readonly key: string;
}

export interface AuthorizedKeyHave {
  readonly lines: readonly string[];
  /** Whether other users can write to the folder or the file; if so, sshd ignores the file. */
  readonly open: boolean;
}

/** The key itself, without options and comment; undefined if the line contains none. */
function blobOf(key: string): string | undefined {
  return /(?:^|\s)(?:ssh-|ecdsa-|sk-)\S+ (AAAA[0-9A-Za-z+/]+=*)(?:\s|$)/.exec(key)?.[1];
}

/** The fingerprint, as ssh-keygen -l shows it. */
function fingerprint(key: string): string {
  const bytes = Buffer.from(blobOf(key) ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`;
}

/*
 * Both scripts run as the user: root would follow any link that the user creates in the home directory, which is `$1`.
 */
export const askKeys = sh`
if ! cd -- "$1" 2>/dev/null; then echo homeless
elif [ ! -e .ssh/authorized_keys ]; then echo none
else
  said=$(base64 <.ssh/authorized_keys)
  open=
  for path in . .ssh .ssh/authorized_keys; do
    case $(stat -L -c %a -- "$path") in *[2367]? | *[2367]) open=open ;; esac
  done
  printf 'keys %s %s\n' "$(printf %s "$said" | tr -d '\n')" "$open"
fi`;

/** `$2` is the complete line, and `$3` is the key in it. grep exits with 1 if the file contains no other key. */
export const putKey = sh`
umask 077
cd -- "$1"
[ -d .ssh ] || mkdir .ssh
chmod go-w . .ssh
staged=${stagedPath('.ssh/authorized_keys')}
rm -f -- "$staged"
if [ -e .ssh/authorized_keys ]; then grep -vF -e "$3" .ssh/authorized_keys >"$staged" || [ $? = 1 ]; fi
printf '%s\n' "$2" >>"$staged"
sync "$staged"
mv -fT -- "$staged" .ssh/authorized_keys`;

/** Removes every line with the key `$2`. */
export const dropKey = sh`
umask 077
cd -- "$1"
[ -e .ssh/authorized_keys ] || exit 0
staged=${stagedPath('.ssh/authorized_keys')}
rm -f -- "$staged"
grep -vF -e "$2" .ssh/authorized_keys >"$staged" || [ $? = 1 ]
mv -fT -- "$staged" .ssh/authorized_keys`;

/** getent exits with 2 if there is no such user. */
function asUser(user: string, missing: Script, script: Script, args: readonly string[]): Script {
  return sh`
if entry=$(getent passwd -- ${user}); then
  home=\${entry%:*} home=\${home##*:}
  setpriv --reuid ${user} --regid "$(id -g -- ${user})" --init-groups -- sh -euc ${script.text} sh "$home" ${args}
else
  [ $? = 2 ]
  ${missing}
fi`;
}

type Key = 'key' | 'mode';

/** A change of the key's options may lock out whoever logs in with this key. */
function narrows({ verb, key }: Change<Key>): boolean {
  return verb === 'update' && key === 'key';
}

const authorizedKeyType: ResourceType<AuthorizedKeyWant, AuthorizedKeyHave, Key> = {
  type: 'authorizedKey',
  id: ({ user, key }) => `${user} ${fingerprint(key)}`,
  probe: (wants) => join(wants.map(({ user }) => asUser(user, sh`echo nobody`, askKeys, []))),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'authorized keys');
    return wants.map(({ user }) => {
      const [word, base64 = '', open] = reader.line().split(' ');
      if (word === 'nobody') return new Unreadable(`there is no user ${user}`);
      if (word === 'homeless') return new Unreadable(`user ${user} cannot enter the home directory`);
      if (word === 'none') return { lines: [], open: false };
      const text = textOf(base64);
      if (text === undefined) return new Unreadable('authorized_keys is not UTF-8 text');
      return { lines: text.split('\n'), open: open === 'open' };
    });
  },

  diff({ key }, { lines, open }) {
    const blob = blobOf(key) ?? '';
    const found = lines.filter((line) => line.includes(blob));
    if (found.length === 0) return [{ verb: 'create', key: 'key', to: key }];
    if (found.length > 1 || found[0] !== key) {
      return [{ verb: 'update', key: 'key', from: found.join('\n'), to: key }];
    }
    if (!open) return [];
    return [{ verb: 'update', key: 'mode', from: 'writable by others', to: 'writable by the user only' }];
  },

  apply({ user, key }, _have, changes) {
    const missing = sh`printf '%s\n' ${`there is no user ${user}`} >&2; exit 1`;
    const put = asUser(user, missing, putKey, [key, blobOf(key) ?? '']);
    return changes.some(narrows) ? join([accountsAutoRevert.arm, put]) : put;
  },

  undo: {
    // The file belongs to the user: root would follow any link that is in its place.
    revert({ user, key }, { lines }) {
      const blob = blobOf(key) ?? '';
      const was = lines.filter((line) => line.includes(blob));
      if (was.length === 0) return asUser(user, sh`:`, dropKey, [blob]);
      return asUser(user, sh`:`, putKey, [was.join('\n'), blob]);
    },
    access: (_want, changes) => (changes.some(narrows) ? accountsAutoRevert.confirmation : 'rollback'),
  },
};

const make = defineResource(authorizedKeyType);

/**
 * The key is added to the user's ~/.ssh/authorized_keys; other keys are left unchanged. Throws E_INPUT for an invalid key.
 */
export function authorizedKey(want: AuthorizedKeyWant): Resource {
  checkAccountName(want.user);
  if (want.key.includes('\n') || blobOf(want.key) === undefined) {
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.key.slice(0, 60))} is not a one-line public key`);
  }
  return make(want);
}
