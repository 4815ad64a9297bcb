// How long an answer may take follows the ansible_timeout of the host that a check is about.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpAnswers, httpOnHost, portOpen, tlsCertificate, type Check } from '../../../lib/kit.js';
import type { HostQuestion } from '../../../lib/model/check.js';
import { remoteBootstrap } from '../../../lib/wire/remote-bootstrap.js';
import { fastClock } from '../fast-clock.js';
import { stackOf } from '../roles/stack.js';

const never = new AbortController().signal;
const slow = { connectTimeoutSeconds: 60 };
const advice = 'If the host is slow, raise its ansible_timeout (now 60 s); most time limits scale with it.';

describe('timeouts of the controller’s questions', () => {
  const clock = fastClock();
  let mute: Server;
  let port = 0;
  const held = new Set<Socket>();

  before(async () => {
    mute = createServer((socket) => held.add(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    ({ port } = mute.address() as AddressInfo);
  });
  after(() => {
    for (const socket of held) socket.destroy();
    mute.close();
  });

  async function found(check: Check): Promise<string | undefined> {
    const answers = check.questions.map((question) => {
      assert.ok('ask' in question);
      return question.ask(never, slow);
    });
    return check.judge(await Promise.all(answers));
  }

  it('gives a slow host six times as long for a page, and names the variable', async () => {
    const page = httpAnswers({ url: `http://127.0.0.1:${port}/`, expect: { status: 200 } });
    assert.equal(await found(page), `no answer within 90 s. ${advice}`);
    assert.deepEqual(clock.asked, [90_000]);
  });

  it('gives it six times as long for a handshake', async () => {
    const check = tlsCertificate({ address: '127.0.0.1', port, name: 'www.foobar.com', daysLeft: 1 });
    assert.equal(await found(check), `no answer within 60 s. ${advice}`);
    assert.deepEqual(clock.asked, [60_000]);
  });

  it('gives it six times as long to open a port', async () => {
    const to = { name: 'here', address: '127.0.0.1', connection: slow };
    // Here the time is over at once, so that either may come first.
    await found(portOpen({ to, port, from: 'controller' }));
    assert.deepEqual(clock.asked, [12_000]);
  });
});

describe('timeouts of a host’s questions', () => {
  let bin = '';

  before(() => {
    bin = mkdtempSync(join(tmpdir(), 'trueup-timeouts-'));
    // Says how long it was told to wait, and that the time is over.
    writeFileSync(join(bin, 'timeout'), '#!/bin/sh\necho "$1" >>"${0%/*}/told"\nexit 124\n');
    chmodSync(join(bin, 'timeout'), 0o755);
  });
  after(() => {
    rmSync(bin, { recursive: true });
  });

  function asked(check: Check, pace: number): { told: string; found: string | undefined } {
    const [question] = check.questions as readonly [HostQuestion];
    // As a session sets it.
    const setting = /trueup_pace=\d+/.exec(remoteBootstrap('0', pace, undefined))?.[0] ?? '';
    const env = { PATH: `${bin}:/usr/bin:/bin` };
    const script = `${setting}\nset -eu\n${question.script.text}`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { env, encoding: 'utf8' });
    const told = execFileSync('sh', ['-c', `cat ${bin}/told; rm ${bin}/told`], { encoding: 'utf8' }).trim();
    return { told, found: check.judge([{ status: status ?? 0, stdout, stderr }]) };
  }

  it('is as long as the slower of two hosts needs for a port', () => {
    const to = (connectTimeoutSeconds: number) => {
      const host = { name: 'db1', address: '10.0.0.41', connection: { connectTimeoutSeconds } };
      return portOpen({ to: host, port: 3306, from: 'app1' });
    };
    assert.equal(asked(to(10), 1).told, '2');
    assert.equal(asked(to(10), 6).told, '12');
    assert.deepEqual(asked(to(60), 1), { told: '12', found: `packets to the port are dropped. ${advice}` });
  });

  it('is as long as the host needs for a page, and names the variable', () => {
    const page = httpOnHost({ on: 'web1', port: 80, path: '/', expect: { status: 200 } });
    assert.deepEqual(asked(page, 6), {
      told: '60',
      found: 'no answer within 60 s; if web1 is slow, raise its ansible_timeout',
    });
  });

  it('is what every limit of a role’s own check follows', async () => {
    const stack = await stackOf();
    const scripts = ['lb1', 'web1', 'app1', 'db1']
      .flatMap((host) => stack.checks(host))
      .flatMap(({ questions }) => questions.flatMap((one) => ('script' in one ? [one.script.text] : [])));
    const limited = scripts.filter((text) => /\b(timeout|socat -t|connect-timeout=) *["'$0-9]/.test(text));
    assert.ok(limited.length > 20, `${limited.length} scripts with a limit`);
    for (const text of limited) assert.match(text, /trueup_pace/);
  });
});
