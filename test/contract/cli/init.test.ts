// The first minutes of a new user: the packed package in an empty folder, trueup init, and a plan of a real host.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Connection } from '../../../lib/model/fleet.js';
import { packageRoot } from '../../../lib/package-root.js';
import { testHost } from '../test-host.js';

const run = promisify(execFile);
const roles = { lb1: 'keepalived', lb2: 'haproxy', web1: 'nginx', app1: 'appserver', db1: 'mysql' };

describe('trueup init, from the packed package', function () {
  this.timeout(300_000);
  let host: Connection;
  let folder = '';

  before(async function () {
    host = testHost.call(this);
    folder = mkdtempSync(join(tmpdir(), 'trueup-packed-'));
    const npm = (words: readonly string[], cwd: string) =>
      run('npm', [...words, '--ignore-scripts'], { cwd });
    // dist is there: the tests build it before they begin.
    const { stdout } = await npm(['pack', '--silent', '--pack-destination', folder], packageRoot);
    const tarball = join(folder, stdout.trim());
    for (const name of ['plain', 'stack']) mkdirSync(join(folder, name));
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], join(folder, 'plain'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** Its output; throws unless its exit code is 0. */
  async function trueup(project: string, line: string): Promise<string> {
    const env = { ...process.env, TRUEUP_AGE_IDENTITY_FILE: join(folder, 'identity.txt'), CI: '1' };
    const program = join(folder, 'plain/node_modules/.bin/trueup');
    return (await run(program, line.split(' '), { cwd: join(folder, project), env })).stdout;
  }

  function change(path: string, edit: (text: string) => string): void {
    const file = join(folder, path);
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
  }

  /** Lets one host of the project's lab be the test's. */
  function point(project: string, name: string): void {
    change(`${project}/inventory/lab/hosts.yml`, (text) => {
      const [, address = ''] = new RegExp(`${name}: \\{ ansible_host: ([\\d.]+)`).exec(text) ?? [];
      return text
        .replace(
          /ansible_ssh_private_key_file: .*/,
          `ansible_ssh_private_key_file: ${host.privateKeyFile ?? ''}`,
        )
        .replace(/trueup_known_hosts_file: .*/, `trueup_known_hosts_file: ${host.knownHostsFile ?? ''}`)
        .replaceAll(address, host.host);
    });
  }

  it('makes a project beside what npm install left, which plans at once', async () => {
    const said = await trueup('plain', 'init --yes');
    assert.match(said, /^ {2}roles\/motd\/role\.ts$/m);
    assert.match(said, /^Added missing parts:\n {2}package\.json$/m);
    assert.match(said, /^Next:\n {2}npm install\n.*lab up.*\n.*apply/m);
    point('plain', 'server1');
    const plan = await trueup('plain', 'plan -i inventory/lab');
    assert.match(plan, /file \/etc\/motd/);
    assert.match(plan, /resources would change on server1\. Nothing was changed/);
  });

  it('adds a role, which plans as soon as a group has it', async () => {
    await trueup('plain', 'init role web-cache');
    change('plain/trueup.yml', (text) => text.replace('[motd]', '[motd, web-cache]'));
    assert.match(await trueup('plain', 'plan -i inventory/lab'), /file \/etc\/web-cache\.conf/);
  });

  it('has roles that the compiler accepts with the package’s own declarations', async () => {
    const types = join(packageRoot, 'node_modules/@types');
    const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '--typeRoots', types], { cwd: join(folder, 'plain') });
  });

  it('makes the stack, each host of which plans at once, and one more inventory of it', async () => {
    await trueup('stack', 'init --stack --domain www.foobar.com --yes');
    const made = readFileSync(join(folder, 'stack/inventory/lab/hosts.yml'), 'utf8');
    // An unused address in the test's network.
    const virtualIp = host.host.replace(/\d+$/, (last) => String(Number(last) + 5));
    change('stack/inventory/lab/group_vars/lb.yml', (text) =>
      text.replace(/virtual_ip: .*/, `virtual_ip: ${virtualIp}`),
    );
    await trueup('stack', 'init inventory staging --domain www.staging.example --yes');
    const staging = await trueup('stack', 'explain -i inventory/staging --var nginx.server_name web1');
    assert.match(staging, /www\.staging\.example/);
    for (const [name, role] of Object.entries(roles)) {
      writeFileSync(join(folder, 'stack/inventory/lab/hosts.yml'), made);
      point('stack', name);
      const plan = await trueup('stack', `plan -i inventory/lab --limit ${name} --role ${role}`);
      assert.match(plan, new RegExp(`resources would change on ${name}`), name);
    }
  });
});
