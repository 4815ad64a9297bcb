// The action's comment on a pull request, against an imitated API of GitHub's.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { run } from './run-bare.js';

describe('the comment of the action', () => {
  let runner: string;
  interface Comment {
    readonly id: number;
    readonly user: { readonly type: string };
    body: string;
  }
  let server: Server;
  let comments: Comment[];
  let forbidden: boolean;
  const asked: string[] = [];

  beforeEach(async () => {
    runner = mkdtempSync(join(tmpdir(), 'trueup-comment-'));
    [comments, forbidden] = [[], false];
    asked.splice(0);
    server = createServer((request, response) => {
      const answer = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const { method = '', url = '' } = request;
        asked.push(`${method} ${url}`);
        if (request.headers.authorization !== 'Bearer canary' || forbidden) {
          answer(403, {});
          return;
        }
        const { body = '' } = (text === '' ? {} : JSON.parse(text)) as { readonly body?: string };
        const page = Number(/page=(\d+)$/.exec(url)?.[1] ?? 1);
        const id = Number(/comments\/(\d+)$/.exec(url)?.[1] ?? 0);
        if (method === 'POST') comments.push({ id: comments.length + 1, user: { type: 'Bot' }, body });
        const found = comments.find((comment) => comment.id === id);
        if (method === 'PATCH' && found) found.body = body;
        answer(200, method === 'GET' ? comments.slice((page - 1) * 100, page * 100) : {});
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(runner, { recursive: true });
  });

  async function comment(text: string) {
    const path = join(runner, 'plan.md');
    writeFileSync(path, text);
    const { port } = server.address() as AddressInfo;
    const variables = {
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: 'infra/site',
      GITHUB_TOKEN: 'canary',
      PULL_REQUEST: '7',
    };
    return run(process.execPath, [join(packageRoot, '.github/action/comment.mjs'), path], variables, runner);
  }

  it('is written once and put up to date from then on', async () => {
    comments = Array.from({ length: 150 }, (_, at) => ({
      id: at + 1,
      user: { type: 'User' },
      body: 'talk',
    }));
    // Whoever may comment could have written this.
    comments.push({ id: 151, user: { type: 'User' }, body: '<!-- trueup plan a -->\nforged' });
    const one = await comment('<!-- trueup plan a -->\nfirst');
    assert.deepEqual([one.status, one.stdout], [0, '']);
    await comment('<!-- trueup plan b -->\nother');
    await comment('<!-- trueup plan a -->\nsecond');
    assert.deepEqual(
      comments.slice(150).map(({ body }) => body.split('\n')[1]),
      ['forged', 'second', 'other'],
    );
    assert.equal(asked.at(-1), 'PATCH /repos/infra/site/issues/comments/152');
  });

  it('that may not be written is told, and no failure', async () => {
    forbidden = true;
    const { status, stdout } = await comment('<!-- trueup plan a -->\nfirst');
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^::warning title=trueup::the plan could not be posted on the pull request: .* 403 /,
    );
    assert.ok(!stdout.includes('canary'));
  });
});
