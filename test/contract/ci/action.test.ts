// The action's steps in an imitated runner: real trueup, a real sshd.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { canRunSshd } from '../ssh/local-sshd.js';
import { run, type Variables } from './run-bare.js';
import { loopbackSite, type LoopbackSite } from './loopback-site.js';

describe('the action, in an imitated runner', () => {
  let site: LoopbackSite;
  let runner: string;

  before(async function () {
    if (!canRunSshd()) this.skip();
    site = await loopbackSite();
  });
  after(() => (site as LoopbackSite | undefined)?.stop());
  beforeEach(() => {
    runner = mkdtempSync(join(tmpdir(), 'trueup-runner-'));
    for (const name of ['bin', 'temp', 'home']) mkdirSync(join(runner, name));
    // Stands before node and tells what it was started with.
    const real = process.execPath;
    const spy = `#!/bin/sh\n{ env; echo "$0 $*"; } >>'${runner}/seen'\nexec '${real}' "$@"\n`;
    writeFileSync(join(runner, 'bin/node'), spy, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(runner, { recursive: true });
  });

  const environment = (more: Variables): Variables => ({
    PATH: [join(runner, 'bin'), process.env.PATH ?? ''].join(delimiter),
    HOME: join(runner, 'home'),
    RUNNER_TEMP: join(runner, 'temp'),
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: packageRoot,
    GITHUB_WORKSPACE: site.folder,
    GITHUB_OUTPUT: join(runner, 'output'),
    GITHUB_STEP_SUMMARY: join(runner, 'summary.md'),
    SSH_PRIVATE_KEY: site.key,
    SSH_KNOWN_HOSTS: site.knownHosts,
    TRUEUP_AGE_IDENTITY: '',
    INVENTORY: 'inventory',
    ...more,
  });
  const step = (more: Variables) =>
    run('bash', [join(packageRoot, '.github/action/run')], environment(more), site.folder);
  const outputs = (): Variables =>
    Object.fromEntries(
      readFileSync(join(runner, 'output'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
    );

  it('plans: Markdown, a summary, a plan for its owner alone, and whether anything would change', async () => {
    const { status, stdout, stderr } = await step({ COMMAND: 'plan', ARGUMENTS: '--role\nbase\n' });
    assert.equal(status, 0, stdout + stderr);
    const { changes, results = '', markdown = '', 'plan-file': plan = '' } = outputs();
    assert.equal(changes, 'true');
    assert.deepEqual(readdirSync(results).sort(), ['plan.md', 'trueup.plan']);
    const text = readFileSync(markdown, 'utf8');
    assert.match(
      text,
      /^<!-- trueup plan inventory -->\n### trueup plan: `inventory`\n\n\*\*\d+ resources would change on web1\./,
    );
    assert.equal(readFileSync(join(runner, 'summary.md'), 'utf8'), text);
    assert.equal(statSync(plan).mode & 0o777, 0o600);
  });

  it('fails for drift only where it is told to', async () => {
    assert.equal((await step({ COMMAND: 'plan', FAIL_ON_CHANGES: 'true' })).status, 2);
  });

  it('shows a plan that could not be made, too', async () => {
    const { status, stdout, stderr } = await step({ COMMAND: 'plan', LIMIT: 'wbe1' });
    assert.equal(status, 3);
    const word = /^::stop-commands::(\S+)\n<!-- trueup plan inventory wbe1 -->\n/.exec(stdout)?.[1];
    assert.ok(word && stdout.endsWith(`\n::${word}::\n`), stdout);
    assert.match(stderr, /wbe1/);
    assert.match(
      readFileSync(outputs().markdown ?? '', 'utf8'),
      /^<!-- trueup plan inventory wbe1 -->\n(.|\n)*ended the run/,
    );
    assert.equal(outputs().changes, undefined);
  });

  it('applies and verifies, with annotations, a summary and a report', async () => {
    site.roles();
    try {
      const applied = await step({ COMMAND: 'apply' });
      assert.equal(applied.status, 0, applied.stdout + applied.stderr);
      assert.match(applied.stdout, /^::stop-commands::[\s\S]*No changes\./);
      const before = await step({ COMMAND: 'plan' });
      assert.equal(before.status, 0, readFileSync(outputs().markdown ?? '', 'utf8'));
      const { changes = '', 'plan-file': plan = '' } = outputs();
      assert.equal(changes, 'false');
      const planned = await step({ COMMAND: 'apply', PLAN_FILE: plan });
      assert.equal(planned.status, 0, planned.stdout + planned.stderr);
      const verified = await step({ COMMAND: 'verify' });
      assert.equal(verified.status, 0, verified.stdout + verified.stderr);
      assert.match(readFileSync(outputs().report ?? '', 'utf8'), /^<\?xml[\s\S]*<\/testsuites>\n$/);
      assert.match(
        readFileSync(join(runner, 'summary.md'), 'utf8'),
        /### trueup apply: [\s\S]*### trueup verify: /,
      );
    } finally {
      site.roles('base');
    }
  });

  it('gives no secret to an argument, another program or a disk, and leaves no agent and no file behind', async () => {
    const identity = 'AGE-SECRET-KEY-1CANARYCANARYCANARY';
    const { stdout, stderr } = await step({ COMMAND: 'plan', TRUEUP_AGE_IDENTITY: identity });
    const seen = readFileSync(join(runner, 'seen'), 'utf8');
    const line = site.key.split('\n')[2] ?? '';
    assert.ok(line.length > 20);
    assert.match(seen, /main\.js plan .* --inventory inventory$/m);
    for (const text of [seen, stdout, stderr]) assert.ok(!text.includes(line));
    // trueup takes it out of its environment before it starts anything.
    assert.equal(seen.split(identity).length, 2);
    assert.ok(seen.includes(`\nTRUEUP_AGE_IDENTITY=${identity}\n`));
    const left = readdirSync(join(runner, 'temp'));
    assert.ok(
      left.every((name) => name.startsWith('trueup-results.')),
      left.join(' '),
    );
    const agent = /^SSH_AUTH_SOCK=(.*)$/m.exec(seen)?.[1] ?? '';
    assert.ok(agent.startsWith(join(runner, 'temp')) && !existsSync(agent));
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      let words = '';
      try {
        words = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      } catch {
        // It has ended meanwhile.
      }
      assert.ok(!words.includes(runner), words);
    }
  });

  for (const [what, more, message] of [
    [
      'a key that is none',
      { SSH_PRIVATE_KEY: 'nonsense' },
      /^::error title=trueup::ssh-private-key must be a private key/m,
    ],
    [
      'another command',
      { COMMAND: 'rm' },
      /^::error title=trueup::command must be plan, apply or verify, not 'rm'/m,
    ],
    [
      'a plan file for a plan',
      { PLAN_FILE: 'x.plan' },
      /^::error title=trueup::plan-file can only be used with apply/m,
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      const { status, stdout } = await step(more);
      assert.equal(status, 3);
      assert.match(stdout, message);
    });
});
