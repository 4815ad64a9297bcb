// Keys as people have them: named, missing, locked, broken, in agents; and which of them let somebody in.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';

/** What a case makes its keys with. */
export interface Keys {
  readonly at: (file: string) => string;
  /** A new key pair, which the server knows where it is `good`. */
  readonly make: (file: string, ...args: string[]) => string;
  /** The server takes these and no others. */
  readonly allow: (...files: string[]) => void;
  readonly load: (...files: string[]) => void;
}

/** A set-up of keys, and whether it leads to the host. */
export interface Case {
  readonly what: string;
  /** Answers with the lines of ssh_config. */
  readonly set: (keys: Keys) => readonly string[];
  readonly reached: boolean;
  /** What is said where it isn't reached. */
  readonly says?: RegExp;
}

/** Each is tried with ssh itself, and with both transports. */
export const keyCases: readonly Case[] = [
  {
    what: 'a missing key first, a good one second',
    set: ({ at, make, allow }) => {
      allow(make('good'));
      return [`IdentityFile ${at('missing')}`, `IdentityFile ${at('good')}`];
    },
    reached: true,
  },
  {
    what: 'an encrypted key first that nobody opens, a good one second',
    set: ({ make, allow }) => {
      const files = [make('locked', '-N', 'open sesame'), make('good')];
      allow(...files);
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'a refused key first, a good one second',
    set: ({ make, allow }) => {
      const files = [make('other'), make('good')];
      allow(files[1] ?? '');
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'a broken key and a folder first, a good one last',
    set: ({ at, make, allow }) => {
      writeFileSync(at('broken'), 'not a key\n', { mode: 0o600 });
      mkdirSync(at('folder'));
      allow(make('good'));
      return ['broken', 'folder', 'good'].map((file) => `IdentityFile ${at(file)}`);
    },
    reached: true,
  },
  {
    what: 'a key that others may read, then a good one',
    set: ({ make, allow }) => {
      const files = [make('open'), make('good')];
      allow(files[1] ?? '');
      chmodSync(files[0] ?? '', 0o644);
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'nothing but a key that others may read',
    set: ({ make, allow }) => {
      const file = make('open');
      allow(file);
      chmodSync(file, 0o640);
      return [`IdentityFile ${file}`];
    },
    reached: false,
    says: /chmod 600 /,
  },
  {
    what: 'an encrypted PEM whose key the agent has',
    set: ({ make, allow, load }) => {
      const file = make('pem', '-t', 'rsa', '-b', '2048', '-m', 'PEM');
      load(file);
      execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PEM', '-N', 'open sesame', '-f', file]);
      allow(file);
      return [`IdentityFile ${file}`, 'IdentitiesOnly yes'];
    },
    reached: true,
  },
  {
    what: 'the sixth key of an agent',
    set: ({ make, allow, load }) => {
      const files = [1, 2, 3, 4, 5, 6].map((count) => make(`held${count}`));
      load(...files);
      allow(files[5] ?? '');
      return ['IdentityFile none'];
    },
    reached: true,
  },
  {
    what: 'an agent with more keys than a server bears',
    set: ({ make, allow, load }) => {
      load(...[1, 2, 3, 4, 5, 6, 7, 8].map((count) => make(`held${count}`)));
      allow(make('good'));
      return ['IdentityFile none'];
    },
    reached: false,
    says: /MaxAuthTries/,
  },
  {
    what: 'an agent full of other keys, and the one that is named in it',
    set: ({ make, allow, load }) => {
      const good = make('good');
      load(...[1, 2, 3, 4, 5, 6, 7, 8].map((count) => make(`held${count}`)), good);
      allow(good);
      return [`IdentityFile ${good}`];
    },
    reached: true,
  },
  {
    what: 'a key of PuTTY',
    set: ({ at, make, allow }) => {
      writeFileSync(at('login.ppk'), 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', {
        mode: 0o600,
      });
      allow(make('good'));
      return [`IdentityFile ${at('login.ppk')}`];
    },
    reached: false,
    says: /puttygen \S+login\.ppk -O private-openssh/,
  },
  {
    what: 'an ECDSA key in PKCS#8',
    set: ({ make, allow }) => {
      const file = make('pkcs8', '-t', 'ecdsa', '-m', 'PKCS8');
      allow(file);
      return [`IdentityFile ${file}`];
    },
    reached: true,
  },
];
