// Releases and restarts where three application servers and two web servers do the same, under load: one after another,
// and a sick one gets no further than the first.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../lib/model/event.js';
import { trueup } from '../e2e/run-trueup.js';
import { LargerSite } from './sites/larger-site.js';

const apps = ['app1', 'app2', 'app3'];
const guestbook = fileURLToPath(new URL('../../roles/appserver/files/guestbook', import.meta.url));

/** `app1: release /srv/guestbook`, `app1: put back into service on app1`, as they came. */
function storyOf(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step.started' || event.type === 'step.failed')
      return [`${event.host}: ${event.resource}`];
    return event.type === 'notice' && event.host !== undefined ? [`${event.host}: ${event.text}`] : [];
  });
}

function outcomes(events: readonly Event[], hosts: readonly string[]): readonly (string | undefined)[] {
  const ends = events.filter((event) => event.type === 'host.done');
  return hosts.map((host) => ends.find((end) => end.host === host)?.outcome);
}

/** As the engine tells it: the stream adds when. */
function withoutTime(event: object | undefined): object {
  return Object.fromEntries(Object.entries(event ?? {}).filter(([key]) => key !== 'time'));
}

describe('promise 3: a bad change never takes a service down (hosts of the same service)', function () {
  this.timeout(600_000);
  let site: LargerSite | undefined;

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    site = await LargerSite.raise(['web2', 'app2', 'app3']);
    const { status, said } = await site.apply();
    assert.equal(status, 0, said);
    cpSync(guestbook, join(site.folder, 'guestbook'), { recursive: true });
    appendFileSync(join(site.folder, 'group_vars/app.yml'), '\n  source: guestbook\n');
  });
  after(async () => {
    await site?.end();
  });

  function theSite(): LargerSite {
    assert.ok(site);
    return site;
  }
  /** What becomes of each application server: its current release. */
  async function releases(): Promise<readonly string[]> {
    return Promise.all(apps.map((host) => theSite().on(host, 'readlink /srv/guestbook/current')));
  }

  it('deploys to one after another, as the plan says, and loses no visitor', async () => {
    const folder = join(theSite().folder, 'guestbook/templates');
    for (const name of readdirSync(folder))
      writeFileSync(join(folder, name), `${readFileSync(join(folder, name), 'utf8')}{# another release #}\n`);
    const plan = await trueup('plan', '-i', theSite().folder);
    assert.match(plan.stdout, /^in turn: appserver guestbook: app1, then app2, then app3$/m);

    const before = await releases();
    const { result, visits, lost } = await theSite().visitedWhile(() => theSite().apply());
    assert.equal(result.status, 0, result.said);
    assert.deepEqual(lost, []);
    assert.ok(visits > 20, `${visits} visits`);
    const after = await releases();
    assert.equal(new Set(after).size, 1);
    assert.notDeepEqual(after, before);
    const story = storyOf(result.events).filter((line) =>
      /^app\d: (release|put back into service)/.test(line),
    );
    assert.deepEqual(
      story.map((line) => line.replace(/(release|back).*/, '$1')),
      apps.flatMap((host) => [`${host}: release`, `${host}: put back`]),
    );
  });

  it('stops at the first where the release is sick, also with one fork, and says what runs where', async () => {
    const program = join(theSite().folder, 'guestbook/guestbook.py');
    const good = readFileSync(program, 'utf8');
    writeFileSync(program, `raise SystemExit('sick')\n${good}`);
    const before = await releases();
    const { result, lost } = await theSite().visitedWhile(() => theSite().apply('--forks', '1'));
    writeFileSync(program, good);
    assert.equal(result.status, 1, result.said);
    assert.deepEqual(outcomes(result.events, apps), ['failed', 'skipped', 'skipped']);
    assert.deepEqual(lost, []);
    assert.deepEqual(await releases(), before);
    const stopped = result.events.find((event) => event.type === 'turns.stopped');
    const [running = ''] = before;
    const version = `release ${running.replace('releases/', '')}`;
    assert.deepEqual(withoutTime(stopped), {
      type: 'turns.stopped',
      role: 'appserver',
      serves: 'guestbook',
      failed: ['app1'],
      left: ['app2', 'app3'],
      versions: Object.fromEntries(apps.map((host) => [host, version])),
    });
    for (const host of apps)
      assert.equal(await theSite().on(host, 'nft list tables | grep -c drain || true'), '0');
  });

  it('is mended by a good release, and restarts web servers and balancers in their turns', async () => {
    appendFileSync(join(theSite().folder, 'group_vars/web.yml'), '\n  worker_connections: 4000\n');
    appendFileSync(join(theSite().folder, 'group_vars/lb.yml'), '\nhaproxy:\n  max_connections: 1990\n');
    const { result, lost } = await theSite().visitedWhile(() => theSite().apply());
    assert.equal(result.status, 0, result.said);
    assert.deepEqual(lost, []);
    const story = storyOf(result.events);
    for (const [host, next] of [
      ['web1', 'web2'],
      ['web2', undefined],
    ] as const) {
      const at = (line: string): number => {
        assert.ok(story.includes(line), `${line}\n${story.join('\n')}`);
        return story.indexOf(line);
      };
      assert.ok(at(`${host}: taken out of service on lb1`) < at(`${host}: service nginx`));
      assert.ok(at(`${host}: service nginx`) < at(`${host}: put back into service on lb2`));
      if (next)
        assert.ok(at(`${host}: put back into service on lb2`) < at(`${next}: taken out of service on lb1`));
    }
    const balancers = story.filter((line) => line.endsWith(': service haproxy'));
    assert.equal(new Set(balancers).size, 2);
    const plan = await trueup('plan', '-i', theSite().folder, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout);
  });

  it('leaves the last one that answers in service while it restarts', async () => {
    const [first = '', ...others] = apps;
    for (const other of others)
      await theSite().on(other, 'systemctl stop guestbook.socket guestbook.service');
    await theSite().on(first, 'echo "# by hand" >>/etc/systemd/system/guestbook.service');
    const { result, lost } = await theSite().visitedWhile(() => theSite().apply('--limit', first));
    assert.equal(result.status, 0, result.said);
    const story = storyOf(result.events);
    assert.ok(
      story.some((line) => /^app1: stays in service because no other host can take over: /.test(line)),
      story.join('\n'),
    );
    assert.ok(!story.some((line) => line.includes('out of service')), story.join('\n'));
    assert.ok(story.includes(`${first}: service guestbook`), story.join('\n'));
    assert.deepEqual(lost, []);
    assert.equal((await theSite().apply()).status, 0);
  });
});
