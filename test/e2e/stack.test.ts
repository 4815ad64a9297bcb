// The main job on the lab: five bare hosts become a serving site, and a rerun changes nothing.
import assert from 'node:assert/strict';
import type { Event } from '../../lib/model/event.js';
import { onHost } from './inside.js';
import { eventsOf, labInventory, labUp, run, trueup } from './run-trueup.js';

const lab = ['-i', labInventory];
const names = ['lb1', 'lb2', 'web1', 'app1', 'db1'];

function summaryOf(events: readonly Event[]): Extract<Event, { type: 'summary' }> {
  const last = events.at(-1);
  assert.ok(last?.type === 'summary');
  return last;
}

function curl(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return run('curl', [
    '--silent',
    '--show-error',
    '--max-time',
    '10',
    '--cacert',
    '/var/lib/trueup-lab/ca/ca.pem',
    '--resolve',
    'www.foobar.com:443:198.18.77.100',
    '--resolve',
    'www.foobar.com:80:198.18.77.100',
    ...args,
  ]);
}

describe('the stack on the lab', function () {
  this.timeout(900_000);

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    const up = await labUp();
    assert.equal(up.status, 0, up.stderr);
    const reset = await trueup('lab', 'reset');
    assert.equal(reset.status, 0, reset.stderr);
  });

  it('is bare at first: no Python, no curl, nothing that listens but sshd', async () => {
    const found = await onHost(
      'web1',
      'command -v python3 curl nginx haproxy || true; ls /var/lib/trueup 2>/dev/null || true',
    );
    assert.equal(found, '');
  });

  it('is planned without leaving a trace', async () => {
    // Every file of the root file system: path, size, mode, owner, modification time; what logging in itself touches (logs, /run) aside.
    const tree = `find / -xdev \\( -path /var/log -o -fstype tmpfs \\) -prune -o -printf '%p %s %m %u %T@\\n' | sort`;
    const before = await onHost('web1', tree);
    const plan = await trueup('plan', ...lab, '--output', 'json', '--detailed-exitcode');
    assert.equal(plan.status, 2, plan.stdout + plan.stderr);
    assert.ok(eventsOf(plan).some((event) => event.type === 'host.planned' && event.host === 'web1'));
    const gone = new Set(before.split('\n'));
    const after = await onHost('web1', tree);
    assert.deepEqual(
      after.split('\n').filter((line) => !gone.delete(line)),
      [],
    );
    assert.deepEqual([...gone], []);
  });

  it('is brought up by one apply', async () => {
    const apply = await trueup('apply', ...lab, '--yes', '--output', 'json');
    const events = eventsOf(apply);
    const troubles = events.flatMap((event) =>
      event.type === 'host.done' && event.trouble ? [JSON.stringify(event.trouble)] : [],
    );
    assert.equal(apply.status, 0, troubles.join('\n') + apply.stderr);
    const summary = summaryOf(events);
    assert.equal(summary.ok, true);
    assert.deepEqual(Object.keys(summary.hosts).sort(), [...names].sort());
    for (const counts of Object.values(summary.hosts)) assert.ok(counts.changed > 0);
  });

  it('changes nothing in a second apply, with one connection and two questions per host', async () => {
    const again = await trueup('apply', ...lab, '--yes', '--output', 'json');
    assert.equal(again.status, 0, again.stdout + again.stderr);
    const events = eventsOf(again);
    for (const [name, counts] of Object.entries(summaryOf(events).hosts)) {
      assert.deepEqual([name, counts.changed, counts.failed], [name, 0, 0]);
      assert.equal(
        events.filter((event) => event.type === 'host.connected' && event.host === name).length,
        1,
      );
      assert.equal(events.filter((event) => event.type === 'host.asking' && event.host === name).length, 2);
    }
    const plan = await trueup('plan', ...lab, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout);
  });

  it('verifies', async () => {
    const verify = await trueup('verify', ...lab);
    assert.equal(verify.status, 0, verify.stdout + verify.stderr);
  });

  it('answers over HTTPS through the virtual IP with a page from MySQL', async () => {
    const page = await curl('https://www.foobar.com/');
    assert.equal(page.status, 0, page.stderr);
    assert.match(page.stdout, /guest ?book/i);
    const health = await curl('https://www.foobar.com/healthz');
    assert.deepEqual((JSON.parse(health.stdout) as { database: string }).database, 'ok');
  });

  it('keeps what a visitor wrote', async () => {
    const cookies = '/tmp/trueup-e2e-cookies';
    const form = await curl('--cookie-jar', cookies, 'https://www.foobar.com/');
    const token = /name="(csrf[^"]*|token)"[^>]*value="([^"]+)"/.exec(form.stdout);
    assert.ok(token !== null, form.stdout);
    const words = `hello <b>there</b> ${Date.now()}`;
    const sent = await curl(
      '--cookie',
      cookies,
      '--cookie-jar',
      cookies,
      '--location',
      '--data-urlencode',
      `${token[1] ?? ''}=${token[2] ?? ''}`,
      '--data-urlencode',
      'name=e2e',
      '--data-urlencode',
      `message=${words}`,
      'https://www.foobar.com/',
    );
    assert.equal(sent.status, 0, sent.stderr);
    const page = await curl('https://www.foobar.com/');
    assert.ok(page.stdout.includes(words.replaceAll('<', '&lt;').replaceAll('>', '&gt;')), page.stdout);
    const stored = await onHost(
      'db1',
      'mysql --batch --skip-column-names -e "select count(*) from guestbook.entries where name = 0x653265"',
    );
    assert.ok(Number(stored) >= 1);
  });

  it('sends HTTP visitors to HTTPS', async () => {
    const moved = await curl('--include', 'http://www.foobar.com/x?y=z');
    assert.match(moved.stdout, /^HTTP\/1\.1 30[18]/);
    assert.match(moved.stdout, /location: https:\/\/www\.foobar\.com\/x\?y=z/i);
  });

  it('stays up when the active balancer dies', async () => {
    const holds = async (name: string): Promise<boolean> =>
      (await onHost(name, 'ip -o addr show | grep -c "198.18.77.100/" || true')) === '1';
    const active = (await holds('lb1')) ? 'lb1' : 'lb2';
    const passive = active === 'lb1' ? 'lb2' : 'lb1';
    await trueup('lab', 'stop', active);
    try {
      let page = await curl('https://www.foobar.com/');
      for (let tries = 0; tries < 10 && page.status !== 0; tries += 1)
        page = await curl('https://www.foobar.com/');
      assert.equal(page.status, 0, page.stderr);
      assert.equal(await holds(passive), true);
    } finally {
      await trueup('lab', 'start', active);
    }
  });
});
