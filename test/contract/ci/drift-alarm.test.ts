// The drift alarm of docs/ci.md: run as it stands there, with real trueup, by mail and webhook.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { recipe } from '../../unit/ci/recipes.js';
import { canRunSshd } from '../ssh/local-sshd.js';
import { loopbackSite, type LoopbackSite } from './loopback-site.js';

describe('the drift alarm', () => {
  let site: LoopbackSite;

  before(async function () {
    if (!canRunSshd()) this.skip();
    site = await loopbackSite();
    mkdirSync(join(site.folder, 'bin'));
    symlinkSync(join(packageRoot, 'dist/cli/main.js'), join(site.folder, 'bin/trueup'));
    // Stands for the system's mail, which would need a mail server.
    writeFileSync(join(site.folder, 'bin/mail'), '#!/bin/sh\n{ echo "$*"; cat; } >mail\n', { mode: 0o755 });
    mkdirSync(join(site.folder, '.ssh'));
    writeFileSync(join(site.folder, '.ssh/known_hosts'), site.knownHosts);
    writeFileSync(join(site.folder, '.ssh/id_ed25519'), site.key, { mode: 0o600 });
  });
  after(() => (site as LoopbackSite | undefined)?.stop());

  async function alarm(shell: readonly string[], inventory = 'inventory') {
    const posts: string[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        posts.push(`${request.url ?? ''} ${(JSON.parse(text) as { readonly text: string }).text}`);
        response.end('ok');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const mail = join(site.folder, 'mail');
    rmSync(mail, { force: true });
    const [program = 'sh', ...words] = shell;
    const child = spawn(program, [...words, '-c', recipe('sh', 'drift-alarm')], {
      cwd: site.folder,
      env: {
        PATH: [join(site.folder, 'bin'), process.env.PATH ?? ''].join(delimiter),
        HOME: site.folder,
        INVENTORY: inventory,
        MAIL_TO: 'ops@example.net',
        WEBHOOK: `http://127.0.0.1:${port}/hook`,
      },
      stdio: 'inherit',
    });
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    server.closeAllConnections();
    server.close();
    let mailed = '';
    try {
      mailed = readFileSync(mail, 'utf8');
    } catch {
      // None was sent.
    }
    return { status, posts, mailed };
  }

  for (const shell of [['dash'], ['busybox', 'sh']] as const)
    it(`tells by mail and webhook what differs, in ${shell[0]}`, async () => {
      const { status, posts, mailed } = await alarm(shell);
      assert.equal(status, 1);
      assert.match(mailed, /^-s Hosts of inventory have drifted ops@example\.net\n<!-- trueup plan/);
      assert.equal(posts.length, 1);
      assert.match(
        posts[0] ?? '',
        /^\/hook Hosts of inventory have drifted\n\n<!-- [\s\S]*would change on web1\./,
      );
    });

  it('says nothing where all is as declared', async () => {
    site.roles();
    try {
      assert.deepEqual(await alarm(['dash']), { status: 0, posts: [], mailed: '' });
    } finally {
      site.roles('base');
    }
  });

  it('tells when it could not look', async () => {
    const { status, posts, mailed } = await alarm(['dash'], 'nowhere');
    assert.equal(status, 1);
    assert.match(mailed, /itself failed[\s\S]*E_INPUT/);
    assert.match(posts[0] ?? '', /itself failed/);
  });
});
