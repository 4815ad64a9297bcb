// What the authorizedKey type makes of answers.
import { authorizedKey } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ops';
const want = authorizedKey({ user: 'ops', key });
const keys = (text: string | Buffer, open = ''): string => `keys ${base64(text)} ${open}\n`;

export const authorizedKeyCases: readonly ResourceCase[] = [
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
    then: { unreadable: "user ops can't enter the home folder" },
  },
  {
    name: 'a file that is no text is unknown',
    want,
    answer: keys(Buffer.from([0xff])),
    then: { unreadable: 'authorized_keys is not text' },
  },
];
