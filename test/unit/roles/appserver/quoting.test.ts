import assert from 'node:assert/strict';
import { Secret } from '../../../../lib/model/secret.js';
import { layoutOf } from '../../../../roles/appserver/paths-and-units.js';
import { quoteCommand, quoteVariable } from '../../../../roles/appserver/quote-unit.js';
import { secretEnvironment } from '../../../../roles/appserver/secret-environment.js';

// What systemd makes of these was tried on a real host: each arrives as it was written.
describe('values in a unit file', () => {
  it('a variable keeps quotes, backslashes, percent and dollar signs', () => {
    assert.equal(
      quoteVariable('A', String.raw`a"b'c\d$e%f ${'$'}{HOME}`),
      String.raw`"A=a\"b'c\\d$e%%f ${'$'}{HOME}"`,
    );
  });

  it('in a command a dollar sign names no variable', () => {
    assert.equal(quoteCommand('x', ['/bin/echo', '$HOME', '100%', '']), '"/bin/echo" "$$HOME" "100%%" ""');
  });

  it('a command begins with a program that systemd takes', () => {
    for (const program of ['/srv/shop/current/bin/run', 'gunicorn', '/opt/a b/100%'])
      assert.ok(quoteCommand('x', [program]).startsWith('"'), program);
    for (const program of [
      '',
      './run',
      'bin/run',
      '..',
      '/opt/',
      '/opt/$x',
      "it's",
      'a\\b',
      '/x\ny',
      '-x',
      'x'.repeat(5000),
    ])
      assert.throws(
        () => quoteCommand('appserver.command', [program]),
        /^TrueupError: appserver\.command: .* is not a valid program/s,
      );
  });

  it('a secret variable keeps what a shell would expand, and its line breaks', () => {
    const text = secretEnvironment({ A: new Secret('x"$`\\\ny'), B: new Secret('z') });
    assert.equal(text.reveal(), 'A="x\\"\\$\\`\\\\\ny"\nB="z"\n');
    assert.equal(String(text), '***');
  });
});

describe('the layout of an application', () => {
  it('names the unit that migrates a release so that systemd finds its folder', () => {
    const shop = layoutOf({ name: 'shop' });
    assert.equal(shop.migrationOf('/srv/shop/releases/0a1b2c'), 'shop-migrate@releases-0a1b2c.service');
    assert.equal(
      shop.migrationOf('/srv/shop/releases/0a1b2c-2'),
      String.raw`shop-migrate@releases-0a1b2c\x2d2.service`,
    );
  });

  it('runs as an account named like the application, unless told otherwise', () => {
    assert.equal(layoutOf({ name: 'shop' }).user, 'shop');
    assert.equal(layoutOf({ name: 'shop', user: 'www' }).user, 'www');
  });
});
