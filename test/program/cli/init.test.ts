// trueup init as a process: its questions at a terminal, and wrong answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { atTerminal } from '../../terminal.js';

describe('trueup init', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-init-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function init(
    words: readonly string[],
    cwd = folder,
  ): { readonly status: number | null; readonly text: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(packageRoot, 'dist/cli/main.js'), 'init', ...words],
      { cwd, encoding: 'utf8', env: { ...process.env, HOME: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return { status, text: stdout + stderr };
  }

  it('asks at a terminal, asks again after a wrong answer, and says what comes next', async () => {
    const { status, shown } = await atTerminal(
      ['init', join(folder, 'my hosts')],
      [
        [/Project name \[my-hosts\]: /, 'Big Hosts\r'],
        [/Big Hosts: not a valid name[^]*Project name \[my-hosts\]: /, '\r'],
        [/must have sudo rights\) \[ubuntu\]: /, 'deploy\r'],
        [/NAME=ADDRESS \[server1=192\.0\.2\.11\]: /, 'server1=10.0.0.300\r'],
        [/not in the form NAME=ADDRESS[^]*\]: /, 'server1=10.0.0.3 server2=10.0.0.4\r'],
      ],
    );
    assert.equal(status, 0, shown);
    assert.match(shown, /Next:[^]*npm install[^]*lab up --install[^]*apply -i inventory\/lab/);
    const hosts = readFileSync(join(folder, 'my hosts/inventory/prod/hosts.yml'), 'utf8');
    assert.match(hosts, /ansible_user: deploy[^]*server2: \{ ansible_host: 10\.0\.0\.4 \}/);
    assert.ok(existsSync(join(folder, 'my hosts/.trueup/schemas/vars.json')));
  });

  it('makes one more inventory of a stack with the options given', () => {
    assert.equal(init(['shop', '--stack', '--yes']).status, 0);
    const words = ['staging', '--user', 'deploy', '--domain', 'www.staging.example', '--yes'];
    const { status, text } = init(['inventory', ...words], join(folder, 'shop'));
    assert.equal(status, 0, text);
    assert.match(text, /Created:[^]*inventory\/staging\/group_vars\/all\/secrets\.yml/);
    assert.match(text, /Copied from inventory\/prod:[^]*Next:[^]*plan -i inventory\/staging/);
    const read = (path: string) => readFileSync(join(folder, 'shop/inventory/staging', path), 'utf8');
    assert.match(read('hosts.yml'), /ansible_user: deploy/);
    assert.match(read('group_vars/web.yml'), /server_name: www\.staging\.example/);
  });

  it('gives the lab the network that is asked for, with the files of that lab', () => {
    assert.equal(init(['new', '--yes', '--stack', '--lab-network', '10.30.0.0/24']).status, 0);
    const lab = join(folder, 'new/inventory/lab');
    const hosts = readFileSync(join(lab, 'hosts.yml'), 'utf8');
    assert.match(
      hosts,
      /known_hosts_file: .*-10-30-0\/known_hosts[^]*db1: \{ ansible_host: 10\.30\.0\.15 \}/,
    );
    assert.match(readFileSync(join(lab, 'group_vars/lb.yml'), 'utf8'), /virtual_ip: 10\.30\.0\.100/);
  });

  for (const [words, said] of [
    [['new'], /cannot prompt without a terminal\n {2}hint: Pass --name, or --yes/],
    [['new', '--yes', '--name', 'A B'], /--name A B: not a valid name/],
    [
      ['new', '--yes', '--host', 'web1=198.18.77.300'],
      /--host web1=198\.18\.77\.300: not in the form NAME=ADDRESS/,
    ],
    [['new', '--yes', '--host', 'a=10.0.0.1', '--host', 'b=10.0.0.1'], /b=10\.0\.0\.1 is listed twice/],
    [['new', '--yes', '--stack', '--host', 'lb1=10.0.0.1'], /no host for the group web, such as web1/],
    [['new', '--yes', '--stack', '--virtual-ip', '192.0.2.11'], /already the address of one of the hosts/],
    [['new', '--yes', '--stack', '--domain', 'shop'], /--domain shop: not a valid domain name/],
    [['new', '--yes', '--stack', '--app', 'nowhere'], /--app nowhere: no such folder/],
    [['new', '--yes', '--stack', '--certificate', 'nowhere'], /--certificate nowhere: no such file/],
    [
      ['new', '--yes', '--lab-network', '203.1.2.0/24'],
      /--lab-network 203\.1\.2\.0\/24: not a valid private network/,
    ],
    [['/proc/new', '--yes'], /\/proc\/new cannot be created/],
    [['role', 'x'], /is not in a trueup project\n {2}hint: /],
    [['inventory', '../x', '--yes'], /\.\.\/x: not a valid name/],
  ] as const)
    it(`makes nothing of: ${words.join(' ')}`, () => {
      const { status, text } = init(words);
      assert.match(text, said);
      assert.equal(status, 3);
      assert.deepEqual(readdirSync(folder), []);
    });
});
