// trueup secrets as a process: the editor, the terminal, the environment, and what is left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atTerminal } from '../../terminal.js';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const program = [process.execPath, 'dist/cli/main.js', 'secrets'];

interface Ended {
  readonly status: number | null;
  readonly text: string;
}

describe('trueup secrets', () => {
  let home = '';
  let inventory = '';
  let file = '';

  /** `input` is piped; `answers` are typed, each when its prompt is shown; the signal comes when the file `when` is there. */
  function run(
    words: readonly string[],
    {
      input = '',
      answers = [],
      env = {},
      when = '',
    }: {
      input?: string;
      answers?: readonly (readonly [prompt: string, answer: string])[];
      env?: NodeJS.ProcessEnv;
      when?: string;
    } = {},
  ): Promise<Ended> {
    const [command = '', ...args] = words;
    const child = spawn(command, args, {
      cwd: project,
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), CI: '1', ...env },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const waiting = [...answers];
    let told = false;
    if (waiting.length === 0) child.stdin.end(input);
    const poll = setInterval(() => {
      if (!told && when !== '' && existsSync(when)) told = child.kill('SIGTERM');
      const [prompt, answer] = waiting[0] ?? [];
      if (prompt === undefined || !text.includes(prompt)) return;
      child.stdin.write(`${answer ?? ''}\r`);
      waiting.shift();
    }, 50);
    return new Promise((resolve) => {
      child.on('close', (status) => {
        clearInterval(poll);
        resolve({ status, text });
      });
    });
  }

  function secrets(...args: readonly string[]): Promise<Ended> {
    return run([...program, ...args]);
  }

  /** An editor that is this shell script; $1 is the file. */
  function editor(script: string): NodeJS.ProcessEnv {
    const path = join(home, 'editor');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return { EDITOR: `${path} --wait`, VISUAL: '' };
  }

  function edit(script: string, when = ''): Promise<Ended> {
    return run([...program, 'edit', file], { env: editor(`shift\n${script}`), when });
  }

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'trueup-cli-secrets-'));
    mkdirSync(join(home, 'run'), { mode: 0o700 });
    inventory = join(home, 'inventory');
    mkdirSync(inventory);
    file = join(inventory, 'hosts.yml');
    const { status, text } = await secrets('init', '-i', inventory);
    assert.equal(status, 0, text);
    assert.match(text, /identity\.txt: your new identity; never commit it/);
    assert.match(text, /recipients\.txt: your recipient was added; commit it/);
  });
  beforeEach(() => {
    writeFileSync(file, 'all:\n  vars:\n    public: 1\n');
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  it('generates a password once, and shows it only to who asks for it', async () => {
    const made = await secrets('generate', '--into', file, 'all.vars.pw');
    assert.deepEqual(
      [made.status, made.text],
      [0, `${file}: all.vars.pw is set, encrypted to 1 recipient\n`],
    );
    const before = readFileSync(file, 'utf8');
    const again = await secrets('generate', '--into', file, 'all.vars.pw');
    assert.equal(again.status, 3);
    assert.equal(readFileSync(file, 'utf8'), before);
    const seen = await secrets('view', file, 'all.vars.pw');
    assert.match(seen.text, /^[A-Za-z0-9]{32}\n$/);
    assert.ok(!before.includes(seen.text.trim()));
  });

  it('encrypts what comes on stdin, to be pasted or in its place', async () => {
    const printed = await run([...program, 'encrypt-string', '-i', inventory, 'token'], {
      input: 'pipe-canary\n',
    });
    assert.match(printed.text, /^token: !age \| # age1\w+\n {2}-----BEGIN AGE ENCRYPTED FILE-----\n/);
    writeFileSync(file, printed.text);
    assert.equal((await secrets('view', file, 'token')).text, 'pipe-canary\n');
    const empty = await secrets('encrypt-string', '-i', inventory);
    assert.deepEqual([empty.status, /no value on stdin/.test(empty.text)], [3, true]);
  });

  it('asks at a terminal without showing what is typed', async function () {
    if (!existsSync('/usr/bin/script')) this.skip();
    const words = ['encrypt-string', '--into', file, 'all.vars.typed'];
    const command = [...program, ...words].map((word) => `'${word}'`).join(' ');
    const ended = await run(['script', '-qec', command, '/dev/null'], {
      answers: [
        ['Value: ', 'typed-canary'],
        ['Repeat value: ', 'typed-canary'],
      ],
      env: { TERM: 'xterm' },
    });
    assert.equal(ended.status, 0, ended.text);
    assert.ok(!ended.text.includes('canary'), ended.text);
    assert.equal((await secrets('view', file, 'all.vars.typed')).text, 'typed-canary\n');
  });

  it('edits in a private file in memory, and encrypts only what changed', async () => {
    await run([...program, 'encrypt-string', '--into', file, 'all.vars.kept'], { input: 'kept-canary' });
    const before = readFileSync(file, 'utf8');
    const report = join(home, 'report');
    const ended = await edit(
      `stat -c '%a' "$1" "$(dirname "$1")" > ${report}; tr '\\0' '\\n' < /proc/$PPID/cmdline >> ${report}
cp "$1" "$1.swp"; grep -q kept-canary "$1" && echo '    new: !age "new-canary" # mine' >> "$1"`,
    );
    assert.deepEqual([ended.status, ended.text], [0, `${file}: saved\n`]);
    const seen = readFileSync(report, 'utf8');
    assert.ok(seen.startsWith('600\n700\n'), seen);
    assert.ok(!seen.includes('canary'));
    const after = readFileSync(file, 'utf8');
    assert.ok(after.startsWith(before), 'what was there kept its bytes');
    assert.ok(!after.includes('canary'));
    assert.match(after, /\n {4}new: !age \| # age1\w+ mine\n/);
    assert.deepEqual(readdirSync(join(home, 'run')), []);
  });

  const unhappy: readonly (readonly [name: string, script: string, status: number, says: RegExp])[] = [
    ['leaves it', ':', 0, /nothing changed/],
    ['fails', 'echo x >> "$1"; exit 7', 3, /the editor exited with status 7; nothing was changed/],
    ['writes no YAML', 'echo "a: [" >> "$1"', 3, /hosts\.yml:\d+/],
    [
      'finds the file changed by others',
      `echo "# theirs" >> FILE; echo "# mine" >> "$1"`,
      3,
      /changed by another program/,
    ],
  ];
  for (const [name, script, status, says] of unhappy) {
    it(`keeps the file when the editor ${name}, and leaves nothing behind`, async () => {
      await run([...program, 'encrypt-string', '--into', file, 'all.vars.kept'], { input: 'kept-canary' });
      const before = readFileSync(file, 'utf8');
      const ended = await edit(script.replace('FILE', file));
      assert.equal(ended.status, status, ended.text);
      assert.match(ended.text, says);
      assert.equal(readFileSync(file, 'utf8').replace('# theirs\n', ''), before);
      assert.deepEqual(readdirSync(join(home, 'run')), []);
      assert.ok(!ended.text.includes('canary'), ended.text);
    });
  }

  it('removes the private file when it is told to end', async () => {
    await run([...program, 'encrypt-string', '--into', file, 'all.vars.kept'], { input: 'kept-canary' });
    const started = join(home, 'started');
    const ended = await edit(`touch ${started}; exec sleep 20`, started);
    assert.equal(ended.status, 130, ended.text);
    assert.deepEqual(readdirSync(join(home, 'run')), []);
  });

  it('removes the private file when it is told to end while it asks whether to edit again', async () => {
    const env = {
      ...editor('shift\necho "a: [" >> "$1"; (sleep 2; kill -TERM $PPID) >/dev/null 2>&1 &'),
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
    };
    const ended = await atTerminal(['secrets', 'edit', file], [[/Edit again\? .*: /, '']], env);
    assert.match(ended.shown, /Edit again\? .*: .*interrupted while the file was being edited/s);
    assert.equal(ended.status, 130, ended.shown);
    assert.deepEqual(readdirSync(join(home, 'run')), []);
  });

  it('takes the identity from the environment, and hands it to no program that it starts', async () => {
    const identity = join(home, '.config', 'trueup', 'identity.txt');
    await run([...program, 'encrypt-string', '--into', file, 'all.vars.kept'], { input: 'kept-canary' });
    const text = readFileSync(identity, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    const report = join(home, 'environment');
    const env = { ...editor(`env > ${report}`), HOME: '/nonexistent', TRUEUP_AGE_IDENTITY: text };
    const ended = await run([...program, 'edit', file], { env });
    assert.deepEqual([ended.status, ended.text], [0, `${file}: nothing changed\n`]);
    const seen = readFileSync(report, 'utf8');
    assert.match(seen, /HOME=\/nonexistent/);
    assert.ok(!seen.includes('AGE-SECRET-KEY'), seen);
    const command = { HOME: '/nonexistent', TRUEUP_AGE_IDENTITY_COMMAND: `cat ${identity}` };
    assert.equal(
      (await run([...program, 'view', file, 'all.vars.kept'], { env: command })).text,
      'kept-canary\n',
    );
  });

  it('lists whom values are for, red where one is for fewer', async () => {
    await run([...program, 'encrypt-string', '--into', file, 'all.vars.kept'], { input: 'kept-canary' });
    const fine = await secrets('keys', '-i', inventory);
    assert.equal(fine.status, 0, fine.text);
    assert.match(fine.text, /\(your identity\)\n\n1 encrypted value\n$/);
    await secrets('init', '-i', inventory, '--identity', join(home, 'other.txt'), '--name', 'other');
    const short = await secrets('keys', '-i', inventory);
    assert.equal(short.status, 1);
    assert.match(short.text, /hosts\.yml:4: all\.vars\.kept is not encrypted to age1/);
    assert.equal((await secrets('rotate', '-i', inventory)).status, 0);
    assert.equal((await secrets('keys', '-i', inventory)).status, 0);
  });
});
