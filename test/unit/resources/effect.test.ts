import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/kit.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { effect } from '../../../lib/resources/effect.js';
import { note } from '../../note-resource.js';
import { shownOf } from './resource-case.js';

const config = note({ path: '/etc/x', text: 'x' });
const asked = effect({ name: 'x', of: [config], ask: sh`true`, remedy: 'Remove it.' });

function read(stdout: string, stderr = ''): unknown {
  return asked.type.read({ status: 0, stdout, stderr }, [asked.want])[0];
}

describe('effect', () => {
  const declared = [config, asked].map((resource) => ({ resource, role: 'test' }));

  it('names what is in force, who says so, and what should be', () => {
    const have = read('UseDNS\tyes\tno\t/etc/y:3\n.\n');
    assert.deepEqual(shownOf(asked.type.diff(asked.want, have)), [
      { verb: 'update', what: 'UseDNS', from: 'yes (/etc/y:3)', to: 'no' },
    ]);
  });

  it('differs in nothing where nothing else wins', () => {
    assert.deepEqual(asked.type.diff(asked.want, read('.\n')), []);
  });

  it('says why where the program could not tell, which is never "in force"', () => {
    const [change] = asked.type.diff(asked.want, read('lost\n.\n', 'x: line 3:\nbad option\n'));
    assert.deepEqual(change?.from, 'unknown: x: line 3:; bad option');
  });

  it('is judged only once what it is the effect of is as declared', () => {
    const have = read('UseDNS\tyes\tno\t/etc/y:3\n.\n');
    const states = (text: string): readonly string[] =>
      diffHost('h1', declared, [text, have]).map(({ state }) => state);
    assert.deepEqual(states('old'), ['change', 'same']);
    assert.deepEqual(states('x'), ['same', 'change']);
  });

  for (const shell of ['dash', 'busybox'] as const)
    it(`says of each setting that stays as it is what it is, empty or not, in ${shell}`, () => {
      const tools = mkdtempSync(join(tmpdir(), 'trueup-tools-'));
      try {
        if (shell === 'busybox') execFileSync('busybox', ['--install', '-s', tools]);
        const ask = sh`printf 'UseDNS\tyes\tno\t/etc/y:3\nBanner\t\tnone\t/etc/y:4\nMACs\ta\t\t\nX\t\t\t/etc/y:5\n'`;
        const { want, type } = effect({ name: 'x', of: [config], ask, remedy: 'Remove it.' });
        const changes = type.diff(want, read('UseDNS\tyes\tno\t/etc/y:3\n.\n'));
        const { status, stderr } = spawnSync(shell === 'busybox' ? join(tools, 'sh') : 'dash', ['-s'], {
          input: `set -eu\n${type.apply(want, undefined, changes).text}\n`,
          encoding: 'utf8',
          env: { PATH: shell === 'busybox' ? tools : '/usr/bin:/bin' },
        });
        assert.equal(status, 1);
        assert.deepEqual(stderr.split('\n'), [
          'UseDNS is yes instead of no: /etc/y:3',
          'Banner is empty instead of none: /etc/y:4',
          'MACs is a instead of empty',
          'X is empty instead of empty: /etc/y:5',
          'Remove it.',
          '',
        ]);
      } finally {
        rmSync(tools, { recursive: true });
      }
    });

  it('tells a rollback what it can not bring back, and what follows the files that it can', () => {
    const recorded = (more: Partial<Parameters<typeof effect>[0]>): unknown => {
      const { want, type } = effect({ name: 'x', of: [config], ask: sh`true`, remedy: '', ...more });
      const { undo } = type;
      return [
        undo?.revert?.(want, undefined, []),
        undo?.reload?.(want, undefined).text,
        undo?.access?.(want, []),
      ];
    };
    assert.deepEqual(recorded({}), [[], '', undefined]);
    assert.deepEqual(recorded({ stays: 'it is gone', reload: sh`reload`, mends: ['/etc/ssh/sshd_config'] }), [
      'it is gone',
      'reload',
      'rollback',
    ]);
  });
});
