// trueup as a uid that has no account, without a home that can be written, as in a container: against a real sshd.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { canRunSshd, startLocalSshd, type LocalSshd } from '../ssh/local-sshd.js';

const uid = 54_321;

describe('a user without an account', () => {
  let sshd: LocalSshd;
  let folder: string;

  before(async function () {
    if (!canRunSshd()) this.skip();
    assert.doesNotMatch(readFileSync('/etc/passwd', 'utf8'), new RegExp(`:${uid}:`));
    sshd = await startLocalSshd();
    folder = mkdtempSync(join(tmpdir(), 'trueup-no-account-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'home/.ssh'), { recursive: true });
    for (const name of ['id', 'known_hosts']) copyFileSync(join(sshd.folder, name), join(folder, name));
    chownSync(join(folder, 'id'), uid, uid);
    chmodSync(join(folder, 'known_hosts'), 0o444);
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [base]}\n');
    mkdirSync(join(folder, 'group_vars'));
    writeFileSync(
      join(folder, 'group_vars/all.yml'),
      'base: {operators: [127.0.0.1], ssh_root_login: prohibit-password}\n',
    );
  });
  after(async () => {
    // Nothing was begun where there is no sshd.
    if ((sshd as LocalSshd | undefined) === undefined) return;
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });

  /** `trueup ARGS` with nothing in the environment but PATH and these. */
  async function trueup(
    variables: Readonly<Record<string, string>>,
    command: string,
    ...args: readonly string[]
  ) {
    const child = spawn(
      'setpriv',
      [
        ...['--reuid', String(uid), '--regid', String(uid), '--clear-groups', process.execPath],
        ...['dist/cli/main.js', command, ...(command === 'secrets' ? [] : ['-i', folder]), ...args],
      ],
      { cwd: packageRoot, env: { PATH: '/usr/bin:/bin', ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, stdout, stderr };
  }

  function inventory(more: string): void {
    const known = `ansible_ssh_private_key_file: id, trueup_known_hosts_file: known_hosts`;
    const way = `ansible_host: 127.0.0.1, ansible_port: ${sshd.port}, ansible_become: false, ${known}`;
    writeFileSync(join(folder, 'hosts.yml'), `all: {hosts: {web1: {${way}${more}}}}\n`);
  }

  for (const [what, variables] of Object.entries({
    'no HOME': {},
    'a HOME that is not there': { HOME: '/nonexistent' },
    'nowhere to write': { HOME: '/nonexistent', TMPDIR: '/nonexistent' },
  }))
    it(`plans with ${what}, and may write the plan where it can`, async () => {
      inventory(', ansible_user: root');
      const { status, stdout, stderr } = await trueup(variables, 'plan', '--no-diff');
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /would change on web1\. Nothing was changed\./);
      const unwritable = await trueup(variables, 'plan', '--out', '/proc/no.plan');
      assert.match(unwritable.stderr, /^E_INPUT: --out \/proc\/no\.plan can't be written: /m);
    });

  it('is told to name a login where nothing does, and may do so with USER', async () => {
    inventory('');
    const nobody = await trueup({}, 'exec', 'all', '--', 'true');
    assert.equal(nobody.status, 4);
    assert.match(nobody.stderr, /E_AUTH: web1: no login user is known for .*\n {2}hint: Set ansible_user/);
    const named = await trueup({ USER: 'root' }, 'exec', 'all', '--', 'id -un');
    assert.deepEqual([named.status, named.stdout], [0, 'web1:\n  root\n']);
  });

  it('is told why the ssh program does not start, and what does without', async () => {
    inventory(', ansible_user: root, ansible_connection: openssh');
    const { status, stderr } = await trueup({}, 'exec', 'all', '--', 'true');
    assert.equal(status, 4);
    assert.match(stderr, /E_CONNECT: .*No user exists for uid 54321\n {2}hint: .*ansible_connection: ssh2/);
    writeFileSync(join(folder, 'home/.ssh/config'), 'Host other\n');
    inventory(', ansible_user: root');
    const config = await trueup({ HOME: join(folder, 'home') }, 'exec', 'all', '--', 'true');
    assert.match(config.stderr, /No user exists for uid 54321\n {2}hint: .*trueup_ssh_config: none/);
  });

  it('is told where a temporary folder is wanted and none can be made', async () => {
    inventory(', ansible_user: root, ansible_connection: openssh');
    const { status, stderr } = await trueup({ TMPDIR: '/nonexistent' }, 'exec', 'all', '--', 'true');
    assert.equal(status, 3);
    assert.match(
      stderr,
      /E_INPUT: .*no temporary folder can be created in \/nonexistent.*\n {2}hint: Set TMPDIR/,
    );
  });

  it('is told to say where an identity goes', async () => {
    inventory(', ansible_user: root');
    const { status, stderr } = await trueup({}, 'secrets', 'init', '-i', folder);
    assert.equal(status, 3);
    assert.match(stderr, /E_INPUT: \/\.config\/trueup: cannot be created: .*\n {2}hint: Use --identity FILE/);
  });
});
