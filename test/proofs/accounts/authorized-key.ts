// The proof of authorized keys.
import { authorizedKey, sh, user } from '../../../lib/kit.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/accounts/authorized-key.js';
import { proofOf } from '../proof.js';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ops';
const want = authorizedKey({ user: 'ops', key });
const keys = (text: string | Buffer, open = ''): string => `keys ${base64(text)} ${open}\n`;

const tidy = sh`
for name in trueupapp trueupops trueupplain; do userdel -r "$name" 2>/dev/null || true; done
for name in trueupapp trueupteam trueupother trueupplain; do groupdel "$name" 2>/dev/null || true; done
rm -rf /home/trueupops`;

const cycleKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ops's "key" $(x)`;

const keyId = /^authorizedKey trueupops SHA256:[A-Za-z0-9+/]{43}$/.exec(
  authorizedKey({ user: 'trueupops', key: cycleKey }).id,
)?.[0];

const file = '/home/trueupops/.ssh/authorized_keys';
const account = user({ name: 'tutypes' });

const rollbackKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBHK1Tn5Gt1E6f3H4rQ0D5WjOVeSLN2a6ExyQ8fOqYxV somebody';

export const proof = proofOf<{ user: string; key: string }>({
  type: 'authorizedKey',
  cases: [
    {
      name: 'a missing file gets the key',
      want,
      answer: 'none\n',
      then: [{ verb: 'create', what: 'key', to: key }],
    },
    { name: 'a key that is there is left alone', want, answer: keys(`# x\nother\n${key}\n`), then: [] },
    {
      name: 'a key behind an option is told',
      want,
      answer: keys(`restrict ${key}\n`),
      then: [{ verb: 'update', what: 'key', from: `restrict ${key}`, to: key }],
    },
    {
      name: 'a file that others may write to is told',
      want,
      answer: keys(`${key}\n`, 'open'),
      then: [{ verb: 'update', what: 'mode', from: 'writable by others', to: 'writable by the user only' }],
    },
    {
      name: 'a user who is not there yet is unknown',
      want,
      answer: 'nobody\n',
      then: { unreadable: 'there is no user ops' },
    },
    {
      name: 'a home that is not there yet is unknown',
      want,
      answer: 'homeless\n',
      then: { unreadable: 'user ops cannot enter the home directory' },
    },
    {
      name: 'a file that is no text is unknown',
      want,
      answer: keys(Buffer.from([0xff])),
      then: { unreadable: 'authorized_keys is not UTF-8 text' },
    },
  ],
  refused: [
    ['a key of two lines', () => authorizedKey({ user: 'app', key: 'ssh-rsa AAAAB3 x\nssh-rsa AAAAB4 y' })],
    ['a private key', () => authorizedKey({ user: 'app', key: '-----BEGIN OPENSSH PRIVATE KEY-----' })],
  ],
  cycle: {
    title: 'An authorized key',
    before: sh`${tidy}
useradd -m trueupops`,
    after: tidy,
    resources: [authorizedKey({ user: 'trueupops', key: cycleKey })],
    atFirst: [`${keyId}: create key`],
    tamperings: [
      {
        name: 'an option before it',
        by: sh`sed -i 's/^/command="x" /' ${file}`,
        changes: [`${keyId}: update key`],
      },
      {
        name: 'the same key twice',
        by: sh`cat ${file} >/tmp/k; cat /tmp/k >>${file}; rm /tmp/k`,
        changes: [`${keyId}: update key`],
      },
      { name: 'its removal', by: sh`: >${file}`, changes: [`${keyId}: create key`] },
      {
        name: 'the removal of the folder',
        by: sh`rm -r /home/trueupops/.ssh`,
        changes: [`${keyId}: create key`],
      },
      {
        name: 'a file that others may write to',
        by: sh`chmod 666 ${file}`,
        changes: [`${keyId}: update mode`],
      },
      {
        name: 'a home that the group may write to',
        by: sh`chmod g+w /home/trueupops`,
        changes: [`${keyId}: update mode`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'authorizedKey',
      before: () => [account, authorizedKey({ user: 'tutypes', key: rollbackKey })],
      after: () => [account, authorizedKey({ user: 'tutypes', key: `no-pty ${rollbackKey}` })],
      look: sh`cat ~tutypes/.ssh/authorized_keys; stat -c '%U:%G %a' ~tutypes/.ssh/authorized_keys`,
      cleanUp: sh`userdel -r tutypes 2>/dev/null || [ $? = 6 ]`,
    },
    {
      title: 'authorizedKey that was not there',
      before: () => [account],
      after: () => [account, authorizedKey({ user: 'tutypes', key: rollbackKey })],
      look: sh`cat ~tutypes/.ssh/authorized_keys 2>/dev/null || true`,
      cleanUp: sh`userdel -r tutypes 2>/dev/null || [ $? = 6 ]`,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
