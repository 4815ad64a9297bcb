// One answer of `ssh -G` is many hosts' where no block of the files tells them apart, and nobody else's.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSshConfig, type Asked } from '../../../lib/ssh/config/load-ssh-config.js';
import type { SshConfig } from '../../../lib/ssh/link/target.js';

describe('asking ssh about many hosts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    mkdirSync(join(folder, 'bin'));
    // The real program, which notes what it was asked.
    const lines = [
      '#!/bin/sh',
      `for word; do :; done; echo "$word" >>${folder}/asked`,
      'exec /usr/bin/ssh "$@"',
    ];
    writeFileSync(join(folder, 'bin/ssh'), `${lines.join('\n')}\n`);
    chmodSync(join(folder, 'bin/ssh'), 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function about(text: string, ...hosts: readonly (string | Asked)[]): Promise<readonly SshConfig[]> {
    writeFileSync(join(folder, 'config'), text);
    const options = { home: folder, acceptNew: false, environment: { PATH: `${folder}/bin:/usr/bin:/bin` } };
    const asked = hosts.map((one) => (typeof one === 'string' ? { alias: one } : one));
    const answers: SshConfig[] = [];
    for (const one of asked) {
      const timeout = { connectTimeoutSeconds: 10 };
      answers.push((await loadSshConfig('h', join(folder, 'config'), one, timeout, options)).changed);
    }
    return answers;
  }
  /** Names that ssh was asked about with this file. */
  const questions = (): readonly string[] =>
    readFileSync(join(folder, 'asked'), 'utf8')
      .trim()
      .split('\n')
      .filter((name) => !name.endsWith('.invalid'));

  it('is one question for all hosts that no line names', async () => {
    const [a, b] = await about('Host *\n  Port 23\nHost db-? !db-9\n  Port 24\n', 'web1', 'db-9');
    assert.deepEqual(a?.get('hostname'), ['web1']);
    assert.deepEqual(b?.get('hostname'), ['db-9']);
    assert.deepEqual([a.get('port'), b.get('port')], [['23'], ['23']]);
    assert.deepEqual(questions(), []);
  });

  const own: Readonly<Record<string, readonly [text: string, name: string, keyword: string, value: string]>> =
    {
      'a line that names it': ['Host web*\n  Port 25\n', 'web1', 'port', '25'],
      'an included file that names it': ['Include extra\n', 'web1', 'user', 'extra'],
      'a line in quotes': ['Host "web1"\n  Port 25\n', 'web1', 'port', '25'],
      'a line with a sign of equality': ['host = web1\n  Port 25\n', 'web1', 'port', '25'],
      'a Match block': ['Match originalhost web1\n  Port 25\n', 'web1', 'port', '25'],
      'a token made of its name': [
        'Host *\n  UserKnownHostsFile /k/%n\n',
        'web1',
        'userknownhostsfile',
        '/k/web1',
      ],
      'a name in capitals': ['Host *\n  User x\n', 'WEB1', 'hostname', 'web1'],
    };
  for (const [what, [text, name, keyword, value]] of Object.entries(own)) {
    it(`is a question of its own for ${what}`, async () => {
      const extra = join(folder, 'extra');
      writeFileSync(extra, 'Host web1\n  User extra\n', { mode: 0o600 });
      const [answer] = await about(text.replace('Include extra', `Include ${extra}`), name);
      assert.deepEqual(answer?.get(keyword), [value]);
      assert.deepEqual(questions(), [name]);
    });
  }

  it('keeps users and ports apart', async () => {
    const [a, b] = await about(
      'Match user me\n  Port 26\n',
      { alias: 'web1', user: 'me' },
      { alias: 'web1', user: 'you' },
    );
    assert.deepEqual([a?.get('port'), b?.get('port')], [['26'], undefined]);
  });

  it('says what of an answer is not what ssh does anyway', async () => {
    const [answer] = await about(
      'Host *\n  ServerAliveInterval 0\n  Compression yes\n  IdentityFile /k\n',
      'web1',
    );
    assert.equal(answer?.has('serveraliveinterval'), false);
    assert.deepEqual(answer.get('compression'), ['yes']);
    assert.deepEqual(answer.get('identityfile'), ['/k']);
  });
});
