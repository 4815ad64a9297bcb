// Whether another one can serve, as the roles ask it before a host is taken out of service: their scripts, in real shells.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../lib/model/check.js';
import type { Fleet, Host } from '../../../lib/model/fleet.js';
import type { Drain } from '../../../lib/model/role.js';
import type { Script } from '../../../lib/model/script.js';
import { drainApplication } from '../../../roles/appserver/drain.js';
import { layoutOf } from '../../../roles/appserver/paths-and-units.js';
import type { AppserverVars } from '../../../roles/appserver/vars.js';
import { giveAway } from '../../../roles/keepalived/drain.js';
import { drainWeb } from '../../../roles/nginx/drain.js';
import { bareHost } from '../../local-transport.js';

const [lb1, lb2, web1, web2] = ['lb1', 'lb2', 'web1', 'web2'].map((name) => bareHost(name)) as [
  Host,
  Host,
  Host,
  Host,
];

function only<Thing>(things: readonly Thing[] | undefined): Thing {
  const [thing, ...more] = things ?? [];
  assert.ok(thing !== undefined && more.length === 0);
  return thing;
}

for (const shell of ['dash', 'busybox'] as const)
  describe(`Whether another one can serve, under ${shell}`, () => {
    let tools = '';

    before(() => {
      tools = mkdtempSync(join(tmpdir(), 'trueup-tools-'));
      if (shell === 'busybox') execFileSync('busybox', ['--install', '-s', tools]);
      rmSync(join(tools, 'sleep'), { force: true });
      tool('sleep', 'echo "$1" >>"$TOOLS/slept"');
    });
    after(() => {
      rmSync(tools, { recursive: true });
    });

    function tool(name: string, text: string): void {
      writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }

    /** What the check finds; nothing if it holds. */
    function found(check: Check, where: Readonly<Record<string, string>> = {}): string | undefined {
      const question = only(check.questions);
      assert.ok('script' in question);
      const script: Script = question.script;
      let { text } = script;
      for (const [path, here] of Object.entries(where)) text = text.replaceAll(path, here);
      const { status, stdout, stderr } = spawnSync(shell === 'busybox' ? join(tools, 'sh') : 'dash', ['-s'], {
        input: `set -eu\n${text}\n`,
        encoding: 'utf8',
        env: { PATH: shell === 'busybox' ? tools : `${tools}:/usr/bin:/bin`, TOOLS: tools, LC_ALL: 'C' },
      });
      return check.judge([{ status: status ?? -1, stdout, stderr }]);
    }

    describe('of balancers', () => {
      const state = '/var/lib/keepalived/site.state';
      const peer = (): Check => only(only([...giveAway(lb1, [lb2], '198.18.0.1', state)]).others);
      /** When this process started, as the kernel tells it: the same as if it were keepalived. */
      const born = Number(readFileSync('/proc/self/stat', 'utf8').replace(/.*\) /s, '').split(' ')[19]);

      function stateOf(now: string, bornAt: number, pid = process.pid): string | undefined {
        const here = join(tools, 'state');
        writeFileSync(
          here,
          now === '' ? '' : `${now} 2026-01-01T00:00:00Z boot ${bornAt * 10_000_000 + 7}\n`,
        );
        tool('systemctl', `echo ${pid}`);
        return found(peer(), { [state]: here });
      }

      it('it is one that keepalived took part in since it started', () => {
        assert.equal(stateOf('BACKUP', born + 1), undefined);
        assert.equal(stateOf('MASTER', born), undefined);
      });

      it('it is none that does not run, that waits, or of which only an earlier word is known', () => {
        assert.equal(stateOf('BACKUP', born + 1, 0), 'the command printed: not running');
        assert.equal(stateOf('FAULT', born + 1), 'the command printed: FAULT');
        assert.equal(stateOf('BACKUP', born - 1), 'the command printed: starting');
        assert.equal(stateOf('', born), 'the command printed: starting');
      });

      it('it is waited for as long as a start takes, and not at all where nothing runs', () => {
        const slept = join(tools, 'slept');
        writeFileSync(slept, '');
        stateOf('BACKUP', born + 1, 0);
        assert.equal(readFileSync(slept, 'utf8'), '');
        stateOf('FAULT', born + 1);
        assert.equal(readFileSync(slept, 'utf8'), '1\n'.repeat(10));
      });

      it('a single one stays', () => {
        assert.deepEqual([...giveAway(lb1, [], '198.18.0.1', state)], []);
      });
    });

    describe('of web servers', () => {
      let socket: Server;
      const path = (): string => join(tools, 'admin.sock');
      before((done) => {
        socket = createServer().listen(path(), done);
      });
      after(() => {
        socket.close();
      });
      const fleet = {
        withRole: (role: string) => (role === 'nginx' ? [web1, web2] : [lb1]),
      } as unknown as Fleet;
      const another = (): Check => only(only([...drainWeb(web1, fleet, 60)]).others);
      /** `web1 UP`: each a line of HAProxy's table, with its status in the 18th column. */
      function told(...servers: readonly string[]): string | undefined {
        const lines = servers.map((one) => {
          const [name = '', status = ''] = one.split(':');
          return ['web_https', name, ...Array.from({ length: 15 }, () => '0'), status, '1'].join(',');
        });
        tool('socat', `cat >/dev/null; cat <<'end'\n# pxname,svname\n${lines.join('\n')}\nend`);
        return found(another(), { '/run/haproxy/admin.sock': path() });
      }

      it('it is one that the balancer has in rotation', () => {
        assert.equal(told('web1:UP', 'web2:UP', 'BACKEND:UP'), undefined);
        assert.equal(told('web1:UP', 'web2:UP 1/2', 'BACKEND:UP'), undefined);
        assert.equal(told('web1:UP', 'web2:DOWN', 'BACKEND:UP'), 'the command printed: 0 up');
        assert.equal(told('web1:UP', 'web2:MAINT', 'BACKEND:UP'), 'the command printed: 0 up');
      });

      it('nobody misses one that the balancer sends nobody', () => {
        assert.equal(told('web2:UP', 'BACKEND:UP'), undefined);
        assert.equal(found(another(), { '/run/haproxy/admin.sock': '/nonexistent/socket' }), undefined);
      });

      it('it is not known where the balancer gives no answer', () => {
        tool('socat', 'echo refused >&2; exit 1');
        assert.match(
          found(another(), { '/run/haproxy/admin.sock': path() }) ?? '',
          /^exit status 1: refused/,
        );
      });
    });
  });

describe('Whether another application server can serve', () => {
  const vars = {
    ...{ name: 'shop', site_name: 'www.shop.org', port: 8000 },
    ...{ live_path: '/live', health_path: '/health' },
  } as AppserverVars;
  const [app1, app2, app3] = ['app1', 'app2', 'app3'].map((name) => ({ host: bareHost(name), vars }));
  assert.ok(app1 && app2 && app3);
  const drained = (others: readonly (typeof app2)[], webs: readonly Host[]): readonly Drain[] => [
    ...drainApplication(app1, others, { withRole: () => webs } as unknown as Fleet, layoutOf(vars)),
  ];
  const answer = (status: number) => ({ status: 0, stdout: `HTTP/1.1 ${status} X\r\n\r\nok`, stderr: '' });

  it('is asked of each where work comes from, alive and well', () => {
    const others = only(drained([app2, app3], [web1, web2])).others ?? [];
    assert.deepEqual(
      others.map(({ title, questions }) => [title, questions.map(({ on }) => on)]),
      ['app2', 'app3'].flatMap((app) =>
        ['web1', 'web2'].map((web) => [`${app} can serve requests from ${web}`, [web, web]]),
      ),
    );
    // As visitors ask: an application refuses other names.
    const texts = others.flatMap(({ questions }) => questions.map((question) => JSON.stringify(question)));
    for (const text of texts) assert.match(text, /Host: www\.shop\.org.*X-Forwarded-Proto: https/s);
    const [first] = others;
    assert.equal(first?.judge([answer(200), answer(200)]), undefined);
    assert.match(first?.judge([answer(200), answer(503)]) ?? '', /503/);
    assert.match(first?.judge([answer(500), answer(200)]) ?? '', /500/);
  });

  it('is asked of itself where nobody sends it work, and of nobody where it is alone', () => {
    assert.deepEqual(
      only(drained([app2], [])).others?.flatMap(({ questions }) => questions.map(({ on }) => on)),
      ['app2', 'app2'],
    );
    assert.deepEqual(drained([], [web1]), []);
  });
});
