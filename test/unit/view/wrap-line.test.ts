// Lines that are wider than the terminal.
import assert from 'node:assert/strict';
import { wrapLine } from '../../../cli/view/live/wrap-line.js';

describe('a line wider than the terminal', () => {
  it('is broken between words, and goes on further in', () => {
    assert.deepEqual(wrapLine('web1 | nginx | file /etc/nginx/nginx.conf | changed 0.6s', 50), [
      'web1 | nginx | file /etc/nginx/nginx.conf |',
      '  changed 0.6s',
    ]);
    assert.deepEqual(wrapLine('    E_AUTH: web1 refused the login', 24), [
      '    E_AUTH: web1 refused',
      '      the login',
    ]);
  });

  it('keeps a command in one piece, for whoever copies it', () => {
    assert.deepEqual(wrapLine('      hint: Connect with `ssh -J bastion web1`, and accept its key.', 40), [
      '      hint: Connect with',
      '        `ssh -J bastion web1`, and',
      '        accept its key.',
    ]);
  });

  it('is left as it is where a file or a program said it, and where it fits', () => {
    const said = '      | the last line of a log, which is longer than the terminal is wide';
    assert.deepEqual(wrapLine(said, 40), [said]);
    assert.deepEqual(wrapLine('x'.repeat(40), 40), ['x'.repeat(40)]);
    assert.deepEqual(wrapLine('', 40), ['']);
  });

  it('counts what is seen: no colour codes, and two columns for a wide character', () => {
    const red = '\u001b[31mFAILED\u001b[39m and more';
    assert.deepEqual(wrapLine(red, 15), [red]);
    assert.deepEqual(wrapLine('web1 | file /漢字漢字', 16), ['web1 | file', '  /漢字漢字']);
  });
});
