// The first run alongside Ansible, word for word as the page says, in a project that has an inventory and a playbook.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Connection } from '../../../lib/model/fleet.js';
import { freshHost } from '../fresh-host.js';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(project, 'docs/from-ansible.md'), 'utf8');

/** What the section has a reader type or write, in its order. */
const blocks = [
  ...(page.split('\n## A first run alongside Ansible\n')[1]?.split('\n## ')[0] ?? '').matchAll(
    /^ *```(sh|yaml)\n([\s\S]*?)^ *```$/gm,
  ),
].map(([, kind = '', text = '']) => ({ kind, text: text.replaceAll(/^ {3}/gm, '').trim() }));

/** An inventory as many people have it, of one host. */
function inventoryOf({ host, user = '', privateKeyFile = '', knownHostsFile = '' }: Connection): string {
  return `
localhost ansible_connection=local ansible_python_interpreter="{{ ansible_playbook_python }}"

[web]
web1 ansible_host=${host} ansible_ssh_private_key_file=${privateKeyFile}

[web:vars]
ansible_user=${user}
ansible_ssh_common_args='-o UserKnownHostsFile=${knownHostsFile}'
http_port=8080
`;
}

describe('a first run alongside Ansible', function () {
  this.timeout(300_000);
  let folder = '';
  let ran = 0;

  before(async function () {
    const connection = await freshHost.call(this);
    folder = mkdtempSync(join(tmpdir(), 'trueup-from-ansible-'));
    const files = {
      'inventory/hosts': inventoryOf(connection),
      'inventory/group_vars/all.yml': 'ntp_servers: [192.0.2.1]\n',
      'site.yml': '- hosts: web\n  become: true\n  roles: [common]\n',
      'roles/common/tasks/main.yml': '- ping:\n',
      'ansible.cfg': '[defaults]\ninventory = inventory\n',
    };
    for (const [path, text] of Object.entries(files)) write(path, text);
    cpSync(join(folder, 'inventory'), join(folder, 'before'), { recursive: true });
  });
  after(async function () {
    if (folder === '') return;
    rmSync(folder, { recursive: true });
    // What comes next on this host expects no firewall.
    await freshHost.call(this);
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  /** Throws if its exit code isn't 0. Nobody is there to say yes to an apply. */
  async function trueup(line: string): Promise<string> {
    const words = line.split(/\s+/).slice(2);
    const [command = ''] = words;
    const yes = ['apply', 'rollback'].includes(command) ? ['--yes'] : [];
    const args = [join(project, 'dist/cli/main.js'), command, ...yes, ...words.slice(1)];
    return (await run(process.execPath, args, { cwd: folder })).stdout;
  }

  /** What each command must have done. */
  const proofs: Readonly<Record<string, RegExp>> = {
    inventory: /^web1 +\S+ +web/m,
    exec: /load average/,
    plan: /resources would change on web1\. Nothing was changed/,
    apply: /^web1 +\d+ +[1-9]\d* +0 +0 /m,
    verify: /\d+ passing/,
  };

  it('has blocks to follow', () => {
    const commands = blocks.filter(({ kind }) => kind === 'sh').flatMap(({ text }) => text.split('\n'));
    const named = commands.map((line) => /^npx trueup (\w+)/.exec(line)?.[1]);
    assert.deepEqual(named, Object.keys(proofs));
    assert.equal(blocks.length, 6);
  });

  for (const { kind, text } of blocks)
    it(`works: ${text.split('\n').join('; ').slice(0, 90)}`, async () => {
      if (kind === 'yaml') {
        const path = /^# (\S+\.yml)\n/.exec(text)?.[1];
        assert.ok(path, text);
        // The reader's own address, for that of the example.
        write(path, text.replace(/\[203\.0\.113\.0\/28\]/, '[198.18.0.0/15, 127.0.0.0/8]'));
      } else {
        for (const line of text.split('\n')) {
          const said = await trueup(line);
          assert.match(said, proofs[/^npx trueup (\w+)/.exec(line)?.[1] ?? ''] ?? /^$/, `${line}\n${said}`);
        }
      }
      ran += 1;
    });

  it('leaves Ansible’s inventory with the variable of the role, and nothing else', async function () {
    assert.equal(ran, blocks.length);
    if (!existsSync('/usr/bin/ansible-inventory') && !process.env['CI']) this.skip();
    const listed = async (source: string): Promise<Record<string, unknown>> => {
      const { stdout, stderr } = await run('ansible-inventory', ['-i', source, '--list'], { cwd: folder });
      assert.equal(stderr, '');
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const was = await listed('before');
    const is = await listed('inventory');
    const vars = (is['_meta'] as { hostvars: { web1: Record<string, unknown> } }).hostvars.web1;
    assert.deepEqual(Object.keys(vars['base'] as object), ['operators']);
    delete vars['base'];
    assert.deepEqual(is, was);
  });

  it('finds nothing to do again, and rolls back what it did', async () => {
    assert.match(await trueup('npx trueup apply -i inventory --limit web1'), /No changes/);
    assert.match(await trueup('npx trueup rollback -i inventory --limit web1'), /^web1 /m);
    assert.match(await trueup('npx trueup plan -i inventory --limit web1'), /resources would change on web1/);
  });
});
