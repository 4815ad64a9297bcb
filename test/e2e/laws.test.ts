// The loop's laws, each on the lab's converged hosts: drift, a killed run, a dead host, a taken lock.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../lib/model/event.js';
import { freeLock, takeLock } from '../contract/hold-lock.js';
import { onHost } from './inside.js';
import { eventsOf, labInventory, labUp, run, trueup, trueupKilled } from './run-trueup.js';

const lab = ['-i', labInventory];
const config = '/etc/haproxy/haproxy.cfg';

function changedSteps(events: readonly Event[]): string[] {
  return events.flatMap((event) => (event.type === 'step.done' ? [`${event.host} ${event.resource}`] : []));
}

async function applied(...args: string[]): Promise<readonly Event[]> {
  const ended = await trueup('apply', ...lab, '--yes', '--output', 'json', ...args);
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  return eventsOf(ended);
}

describe('the laws, on converged hosts', function () {
  this.timeout(600_000);

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    const up = await labUp();
    assert.equal(up.status, 0, up.stderr);
    await applied();
  });

  it('drift is named, repaired, and nothing beside it is touched', async () => {
    await onHost('lb1', `echo '# stray' >> ${config}; chmod 0666 /etc/hosts`);
    const plan = await trueup('plan', ...lab, '--output', 'json', '--detailed-exitcode');
    assert.equal(plan.status, 2);
    const planned = eventsOf(plan).flatMap((event) =>
      event.type === 'host.planned'
        ? event.steps.filter((step) => step.state !== 'same').map((step) => `${event.host} ${step.resource}`)
        : [],
    );
    assert.ok(planned.includes(`lb1 file ${config}`), planned.join('\n'));
    assert.ok(
      planned.every((step) => step.startsWith('lb1 ')),
      planned.join('\n'),
    );
    assert.deepEqual(changedSteps(await applied()), planned);
    assert.equal(await onHost('lb1', `grep -c stray ${config} || true`), '0');
  });

  it('a run killed between a file and its reload leaves the reload to the next', async () => {
    // HAProxy has it loaded, so that the file alone is not enough.
    await onHost('lb1', `echo '# stray' >> ${config}; systemctl reload haproxy`);
    await trueupKilled(
      (stdout) =>
        stdout.split('\n').some((line) => line.includes('"step.started"') && line.includes(`file ${config}`)),
      'apply',
      ...lab,
      '--yes',
      '--output',
      'json',
      '--limit',
      'lb1',
    );
    const events = await applied();
    const service = events.some(
      (event) => event.type === 'step.done' && event.resource === 'service haproxy',
    );
    const stamp = await onHost('lb1', 'cat /var/lib/trueup/stamps/haproxy*');
    assert.ok(!stamp.includes('stale'), stamp);
    assert.ok(service, 'the reload is left to the next run');
    assert.equal(await onHost('lb1', `grep -c stray ${config} || true`), '0');
    assert.deepEqual(changedSteps(await applied()), []);
  });

  it('a host that is down is one host that is down', async () => {
    await trueup('lab', 'stop', 'web1');
    try {
      const ended = await trueup('apply', ...lab, '--yes', '--output', 'json');
      assert.equal(ended.status, 4, ended.stdout);
      const outcomes = eventsOf(ended).flatMap((event) =>
        event.type === 'host.done' ? [[event.host, event.outcome]] : [],
      );
      assert.deepEqual(Object.fromEntries(outcomes), {
        lb1: 'ok',
        lb2: 'ok',
        web1: 'unreachable',
        app1: 'ok',
        db1: 'ok',
      });
    } finally {
      const start = await trueup('lab', 'start', 'web1');
      assert.equal(start.status, 0, start.stderr);
    }
    assert.deepEqual(changedSteps(await applied()), []);
  });

  it('a taken lock is refused with who holds it, and ends with its holder', async () => {
    await onHost('db1', takeLock('somebody@elsewhere').text);
    try {
      const refused = await trueup('apply', ...lab, '--yes', '--output', 'json', '--limit', 'db1');
      assert.equal(refused.status, 5, refused.stdout);
      assert.match(refused.stdout, /locked by somebody@elsewhere/);
    } finally {
      await onHost('db1', freeLock.text);
    }
    assert.deepEqual(changedSteps(await applied('--limit', 'db1')), []);
  });

  it('a host that refuses the operator is told apart from one that is down', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-other-'));
    try {
      cpSync(labInventory, folder, { recursive: true, dereference: true });
      const own = readFileSync(join(folder, 'hosts.yml'), 'utf8');
      const hosts = own
        .replace('198.18.77.11 }', '198.18.77.11, ansible_user: nobody-here }')
        .replace('198.18.77.12 }', '198.18.77.99 }');
      assert.ok(hosts.includes('nobody-here') && hosts.includes('198.18.77.99'), hosts);
      writeFileSync(join(folder, 'hosts.yml'), hosts);
      const ended = await trueup('facts', 'lb1,lb2,web1', '-i', folder, '--output', 'json');
      assert.equal(ended.status, 4, ended.stdout + ended.stderr);
      const outcomes = eventsOf(ended).flatMap((event) =>
        event.type === 'host.done' ? [[event.host, event.trouble?.code]] : [],
      );
      assert.deepEqual(Object.fromEntries(outcomes), { lb1: 'E_AUTH', lb2: 'E_CONNECT', web1: undefined });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('static files and a maintenance page are served while the application is down', async () => {
    const visit = async (path: string): Promise<readonly [string, string]> => {
      const { stdout } = await run('curl', [
        ...['--silent', '--max-time', '10', '--cacert', '/var/lib/trueup-lab/ca/ca.pem'],
        ...['--resolve', 'www.foobar.com:443:198.18.77.100', '--write-out', '\\n%{http_code}'],
        `https://www.foobar.com${path}`,
      ]);
      const lines = stdout.split('\n');
      return [lines.pop() ?? '', lines.join('\n')];
    };
    await onHost('app1', 'systemctl stop guestbook.socket guestbook.service');
    try {
      assert.equal((await visit('/static/guestbook.css'))[0], '200');
      const [status, page] = await visit('/');
      assert.equal(status, '502');
      assert.match(page, /<html/i);
      const plan = await trueup('plan', ...lab, '--detailed-exitcode', '--limit', 'app1');
      assert.equal(plan.status, 2, 'a stopped application is drift');
    } finally {
      await applied();
    }
    assert.equal((await visit('/'))[0], '200');
  });
});
