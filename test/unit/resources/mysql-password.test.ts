import assert from 'node:assert/strict';
import { Secret } from '../../../lib/model/secret.js';
import { isPassword } from '../../../lib/resources/mysql/mysql-password.js';
import { sha256Crypt } from '../../../lib/resources/accounts/sha256-crypt.js';

/** What `openssl passwd -5` makes of them. */
const crypts = [
  ['Hello world!', 'saltstring', 5000, '5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  ['Hello world!', 'saltstringsaltst', 10_000, '3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA'],
  [
    'a very much longer text to encrypt.  This one even stretches over morethan one line.',
    'anotherlongsalts',
    1400,
    'Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1',
  ],
] as const;

/** authentication_string in hex, as MySQL 9.7 and MariaDB 11.8 stored it. */
const stored = [
  [
    'caching_sha2_password',
    'correct horse battery staple',
    '244124303041245C5758677A080966334D37393C3B652C0C381B596B38464D397370583634434B666E6A384B644F43734351392F6C4D492E596F3375446C5445677163313739',
  ],
  [
    'caching_sha2_password',
    'wörd',
    '2441243030412468627F4C25356D0235232C057422214D675C7E077071323958316533386B37774153576B2E424E59346B3341774A304D55536C7959544A376C725959573330',
  ],
  [
    'mysql_native_password',
    'correct horse battery staple',
    '2A46344146324535443835343536413930384530463535324630333636333735423036323637323935',
  ],
  [
    'mysql_native_password',
    'wörd',
    '2A38414343303730343436363837383645413135353737383438323232343133383939323943423044',
  ],
] as const;

describe('sha256Crypt', () => {
  for (const [password, salt, rounds, expected] of crypts) {
    it(`makes of ${salt} in ${rounds} rounds what crypt(3) makes of it`, () => {
      assert.equal(sha256Crypt(Buffer.from(password), Buffer.from(salt), rounds), expected);
    });
  }
});

describe('isPassword', () => {
  for (const [plugin, password, hex] of stored) {
    it(`knows ${password} again as ${plugin} stores it`, () => {
      assert.equal(isPassword(new Secret(password), plugin, Buffer.from(hex, 'hex')), true);
    });

    it(`takes no other password for ${password} under ${plugin}`, () => {
      assert.equal(isPassword(new Secret(`${password} `), plugin, Buffer.from(hex, 'hex')), false);
    });
  }

  it('knows no password of an account that has none stored', () => {
    assert.equal(isPassword(new Secret('x'), 'caching_sha2_password', Buffer.alloc(0)), false);
  });

  it('knows no password under a plugin that it does not know', () => {
    assert.equal(isPassword(new Secret('x'), 'auth_socket', Buffer.from('x')), false);
  });
});
