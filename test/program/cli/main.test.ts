// The program itself, as a process: help, wrong words, exit codes, closed pipes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  /** A file's descriptor, or like a reader that has seen enough. */
  readonly stdout?: number | 'closed';
  readonly env?: Readonly<Record<string, string>>;
}

/** `trueup ARGS` from its sources, stdin empty. */
function trueup(args: readonly string[], { stdout: to, env }: Around = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: project,
    stdio: ['ignore', typeof to === 'number' ? to : 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '', CI: '1', ...env },
  });
  let [stdout, stderr] = ['', ''];
  if (to === 'closed') child.stdout?.destroy();
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
}

describe('the program', () => {
  it('tells its version and its commands', async () => {
    const version = await trueup(['--version']);
    assert.deepEqual([version.status, /^\d+\.\d+\.\d+\n$/.test(version.stdout)], [0, true]);
    const help = await trueup(['--help']);
    assert.equal(help.status, 0);
    for (const command of [
      'init',
      'plan',
      'apply',
      'verify',
      'history',
      'rollback',
      'exec',
      'facts',
      'inventory',
      'explain',
      'lab',
    ])
      assert.match(help.stdout, new RegExp(`^ {2}${command}\\b`, 'm'));
    assert.match(help.stdout, /Exit codes: .*130/s);
  });

  for (const command of [
    'init',
    'plan',
    'apply',
    'verify',
    'history',
    'rollback',
    'exec',
    'facts',
    'inventory',
    'explain',
    'lab',
    'ca',
  ]) {
    it(`helps with ${command}, with examples`, async () => {
      const { status, stdout } = await trueup([command, '--help']);
      assert.equal(status, 0);
      assert.match(stdout, /Examples:\n/);
    });
  }

  it('asks back what a misspelt word may mean, and calls it wrong input', async () => {
    const command = await trueup(['aply']);
    assert.deepEqual([command.status, command.stdout], [3, '']);
    assert.match(command.stderr, /Did you mean apply\?/);
    const option = await trueup(['plan', '--limt', 'x']);
    assert.equal(option.status, 3);
    assert.match(option.stderr, /Did you mean --limit\?/);
    const folder = mkdtempSync(join(tmpdir(), 'trueup-misspelt-'));
    writeFileSync(join(folder, 'hosts.yml'), 'all: {hosts: {web1: }}');
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {}');
    const role = await trueup(['plan', '-i', folder, '--role', 'ngnix']);
    rmSync(folder, { recursive: true });
    assert.equal(role.status, 3);
    assert.match(role.stderr, /E_INPUT: --role ngnix: no such role\n {2}hint: Did you mean nginx\?/);
  });

  it('takes the inventory of the lab before and after the name of its command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-lab-'));
    const file = join(folder, 'other.yml');
    writeFileSync(file, 'all: {hosts: {other: {ansible_host: 198.18.77.21}}}');
    try {
      for (const words of [
        ['-i', file, 'status'],
        ['status', '-i', file],
      ]) {
        const { stdout } = await trueup(['lab', ...words]);
        assert.match(stdout, /^other +198\.18\.77\.21 /m);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('applies nothing where nobody can be asked', async () => {
    const { status, stdout, stderr } = await trueup(['apply', '-i', 'inventory/lab']);
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /cannot ask for confirmation without a terminal/);
    assert.match(stderr, /hint: .*--yes/);
  });

  it('says what is wrong with an inventory that is not there', async () => {
    const { status, stderr } = await trueup(['plan', '-i', '/nonexistent']);
    assert.equal(status, 3);
    assert.match(stderr, /^E_INPUT: \/nonexistent/);
  });

  describe('with an inventory that is wrong', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-wrong-'));
      writeFileSync(join(folder, 'hosts.yml'), 'all:\n  hots: {}\n  hosts: {web1: {trueup_prot: 22}}\n');
      writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [base]}\n');
      mkdirSync(join(folder, 'group_vars'));
      writeFileSync(join(folder, 'group_vars/wbe.yml'), 'a: 1\n');
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    for (const words of [
      ['plan', '--output', 'github'],
      ['verify', '--reporter=github'],
    ])
      it(`points at each wrong line, and sums it up, in a job of GitHub: ${words.join(' ')}`, async () => {
        const summary = join(folder, `${words[0] ?? ''}.md`);
        const environment = { GITHUB_WORKSPACE: folder, GITHUB_STEP_SUMMARY: summary };
        const { status, stdout, stderr } = await trueup([...words, '-i', folder], { env: environment });
        assert.equal(status, 3);
        assert.match(stdout, /^::error file=hosts\.yml,line=2,col=3,title=E_INPUT::.*hots/m);
        assert.match(stdout, /^::error file=hosts\.yml,line=3,col=\d+,title=E_INPUT::.*trueup_prot/m);
        assert.match(stdout, /^::warning file=group_vars\/wbe\.yml,line=1,col=1,title=inventory::.*wbe/m);
        assert.match(stderr, /no host was contacted/);
        assert.match(
          readFileSync(summary, 'utf8'),
          /^<!-- trueup .*\n### trueup (.|\n)*errors ended the run/,
        );
      });

    it('tells it in Markdown', async () => {
      const { status, stdout } = await trueup(['plan', '--output', 'markdown', '-i', folder]);
      assert.equal(status, 3);
      assert.match(
        stdout,
        /^<!-- trueup plan \S+ -->\n### trueup plan: .*\*\*\d errors ended the run\.\*\*/s,
      );
    });
  });

  it('fails where its output can be written nowhere', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = await trueup(['explain', '-i', 'inventory/lab'], { stdout: full });
      assert.equal(status, 1);
      assert.match(stderr, /^could not write to stdout; output was lost: ENOSPC: .*\n$/);
    } finally {
      closeSync(full);
    }
  });

  it('does not mind a reader that goes away', async () => {
    const words = ['inventory', '-i', 'inventory/production.example', '--list'];
    const { status, stderr } = await trueup(words, { stdout: 'closed' });
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });
});
