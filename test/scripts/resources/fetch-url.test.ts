// What is at a URL, got by each of the programs that a host may have.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../lib/model/secret.js';
import type { Answer } from '../../../lib/model/script.js';
import { defineFetch, fetchFrom } from '../../../lib/resources/sources/fetch-url.js';
import { join as joined } from '../../../lib/shell/sh.js';

const bytes = Buffer.from([0, 255, 10, 13, 10]);
const tools = ['curl', 'wget', 'python3'] as const;
/** What `fetch` needs beside apt's own program. */
const withApt = ['cat', 'chown', 'mktemp', 'rm'] as const;

/** Of the distribution's own program. */
function pathOf(name: string): string {
  const env = { PATH: '/usr/bin:/bin' };
  return execFileSync('/usr/bin/which', [name], { encoding: 'utf8', env }).trim();
}

for (const tool of [...tools, 'apt', 'none of them'] as const) {
  describe(`A URL, with ${tool}`, () => {
    let folder: string, server: Server, asked: string[];

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-fetch-'));
      for (const name of [
        'sh',
        'sed',
        'tail',
        'tr',
        ...tools.filter((one) => one === tool),
        ...(tool === 'apt' ? withApt : []),
      ])
        symlinkSync(pathOf(name), join(folder, name));
      server = createServer(({ url = '' }, response) => {
        asked.push(url);
        response.statusCode = url.includes('missing') ? 404 : url.includes('elsewhere') ? 302 : 200;
        if (url.includes('elsewhere')) response.setHeader('location', 'file:///etc/hostname');
        response.end(bytes);
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
    });
    after(() => {
      server.close();
      rmSync(folder, { recursive: true });
    });
    beforeEach(() => {
      asked = [];
    });

    const here = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    function fetched(url: string | Secret, env: NodeJS.ProcessEnv = {}): Promise<Answer> {
      const { text } = joined([defineFetch, fetchFrom({ url })]);
      return new Promise((resolve) => {
        const options = { encoding: 'latin1', env: { PATH: folder, ...env } } as const;
        const child = execFile(join(folder, 'sh'), ['-s'], options, (_, stdout, stderr) => {
          resolve({ status: child.exitCode ?? -1, stdout, stderr });
        });
        child.stdin?.end(`set -eu\n${text}\n`);
      });
    }

    if (tool === 'none of them') {
      it('is an error that says what to install, where the URL is a secret', async () => {
        const { status, stderr } = await fetched(new Secret(`${here()}/x`));
        assert.equal(status, 1);
        assert.match(
          stderr,
          /curl, wget and python3 are all missing: install the packages curl and ca-certificates/,
        );
      });
      return;
    }

    it('gives its bytes, and nothing else', async () => {
      const { status, stdout, stderr } = await fetched(
        tool === 'apt' ? `${here()}/a%20b?c=d&e=[f]` : new Secret(`${here()}/a%20b?c=d&e=[f]`),
      );
      assert.equal(status, 0, stderr);
      assert.deepEqual(Buffer.from(stdout, 'latin1'), bytes);
      assert.deepEqual(asked, ['/a%20b?c=d&e=[f]']);
    });

    it('that is not there is an error that says so', async () => {
      const { status, stderr } = await fetched(`${here()}/missing`);
      assert.notEqual(status, 0);
      assert.match(stderr, /404/);
    });

    it('leads to no file of the host', async () => {
      const { status, stdout } = await fetched(`${here()}/elsewhere`);
      assert.notEqual(status, 0);
      assert.doesNotMatch(stdout, /\w/);
    });

    it('is asked of the host’s proxy', async () => {
      const { status, stderr } = await fetched('http://nowhere.invalid/x', { http_proxy: here() });
      assert.equal(status, 0, stderr);
      assert.deepEqual(asked, ['http://nowhere.invalid/x']);
    });
  });
}
