// The dead man's switch waits as long as its host is given.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { armAutoRevert } from '../../../lib/undo/triggers/auto-revert.js';
import { sh } from '../../../lib/shell/sh.js';

describe('the switch', () => {
  /** The words of systemd-run, in a session of that pace. */
  function timer(shell: readonly [string, ...string[]], pace: string): string {
    const { text } = armAutoRevert('tried', sh`:`, sh`:`);
    const end = text.slice(text.indexOf('\nwait='));
    const args = [...shell.slice(1), '-c', `set -eu\n${pace}${end.replace('systemd-run', 'echo')}`];
    return execFileSync(shell[0], args, { encoding: 'utf8' });
  }

  for (const shell of [['dash'], ['busybox', 'sh'], ['bash', '--posix']] as const)
    it(`acts after 30 s, six times as long on a slow host, in ${shell[0]}`, () => {
      assert.match(timer(shell, ''), /--on-active=30 --on-calendar=@\d+ /);
      assert.match(timer(shell, 'trueup_pace=1'), /--on-active=30 /);
      assert.match(timer(shell, 'trueup_pace=6'), /--on-active=180 /);
    });
});
