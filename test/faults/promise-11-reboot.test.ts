// Reboots under load: both balancers and two web servers, one after another, and no visitor notices.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../lib/model/event.js';
import { eventsOf, run, trueup } from '../e2e/run-trueup.js';

const lab = fileURLToPath(new URL('../../inventory/lab', import.meta.url));
const names = ['lb1', 'lb2', 'web1', 'web2'];

async function applied(inventory: string): Promise<readonly Event[]> {
  const ended = await trueup('apply', '-i', inventory, '--yes', '--output', 'json');
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  return eventsOf(ended);
}

/** Visits the site until told to stop, 2000 times at most; gives what went wrong. */
async function visitors(stop: AbortSignal): Promise<{ readonly visits: number; readonly lost: string[] }> {
  const lost: string[] = [];
  let visits = 0;
  for (; visits < 2000 && !stop.aborted; visits += 1) {
    const { stdout, stderr } = await run('curl', [
      ...['--silent', '--show-error', '--max-time', '5', '--output', '/dev/null'],
      ...['--cacert', '/var/lib/trueup-lab/ca/ca.pem', '--write-out', '%{http_code}'],
      ...['--resolve', 'www.foobar.com:443:198.18.77.100', 'https://www.foobar.com/static/guestbook.css'],
    ]);
    if (stdout !== '200') lost.push(`${stdout} ${stderr}`);
    await sleep(50);
  }
  return { visits, lost };
}

describe('promise 11: a reboot', function () {
  this.timeout(600_000);
  let folder = '';

  /** On a host of the larger inventory, as root. */
  async function on(host: string, command: string): Promise<string> {
    const ended = await trueup('lab', '-i', folder, 'ssh', host, `sudo sh -c '${command}'`);
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout.trim();
  }
  async function bootIds(): Promise<readonly string[]> {
    return Promise.all(names.map((name) => on(name, 'cat /proc/sys/kernel/random/boot_id')));
  }

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'trueup-reboot-'));
    cpSync(lab, folder, { recursive: true });
    const hosts = join(folder, 'hosts.yml');
    const web1 = /^( *)web1: .*$/m;
    writeFileSync(
      hosts,
      readFileSync(hosts, 'utf8').replace(web1, '$&\n$1web2: { ansible_host: 198.18.77.16 }'),
    );
    appendFileSync(join(folder, 'group_vars/all.yml'), '\n  reboot: when needed\n');
    const up = await trueup('lab', '-i', folder, 'up');
    assert.equal(up.status, 0, up.stderr);
    await applied(folder);
  });
  after(async () => {
    if (folder === '') return;
    await trueup('lab', '-i', folder, 'stop', 'web2');
    rmSync(folder, { recursive: true });
    await applied(lab);
  });

  it('is planned where something asks for it, and tells who', async () => {
    await on('app1', 'touch /run/reboot-required; echo libc6 >/run/reboot-required.pkgs');
    const plan = await trueup('plan', '-i', folder, '--limit', 'app1', '--detailed-exitcode');
    assert.equal(plan.status, 2, plan.stdout);
    assert.match(plan.stdout, /reboot.*libc6/s);
  });

  it('is left to the operator where the inventory does not allow it', async () => {
    const vars = join(folder, 'group_vars/all.yml');
    const allowed = readFileSync(vars, 'utf8');
    writeFileSync(vars, allowed.replace('when needed', 'never'));
    const plan = await trueup('plan', '-i', folder, '--limit', 'app1', '--detailed-exitcode');
    writeFileSync(vars, allowed);
    assert.equal(plan.status, 0, plan.stdout);
    await on('app1', 'rm /run/reboot-required*');
  });

  it('takes each host out of service first, one at a time, the active balancer last; no visitor notices', async () => {
    const before = await bootIds();
    const holds = await on('lb1', 'ip -o addr show | grep -c "198.18.77.100/" || true');
    const [active, ready] = holds === '1' ? ['lb1', 'lb2'] : ['lb2', 'lb1'];
    for (const name of names)
      await on(name, 'touch /run/reboot-required; echo linux-image >/run/reboot-required.pkgs');

    const over = new AbortController();
    const visiting = visitors(over.signal);
    const events = await applied(folder);
    over.abort();
    const { visits, lost } = await visiting;

    assert.deepEqual(lost, []);
    assert.ok(visits > 50, `${visits} visits`);
    const after = await bootIds();
    names.forEach((name, at) => {
      assert.notEqual(after[at], before[at], `${name} was not rebooted`);
    });
    const said = events.flatMap((event) =>
      event.type === 'notice' && event.host !== undefined ? [`${event.host}: ${event.text}`] : [],
    );
    const at = (line: RegExp): number => said.findIndex((text) => line.test(text));
    assert.ok(at(new RegExp(`^${ready}: reboots`)) < at(new RegExp(`^${active}: reboots`)));
    let down: string | undefined;
    for (const text of said) {
      const [, host, what] = /^(\w+): (reboots|is up again)/.exec(text) ?? [];
      if (what === 'reboots') {
        assert.equal(down, undefined, `${String(host)} and ${String(down)} were down together`);
        down = host;
      } else if (what !== undefined) down = undefined;
    }
    for (const web of ['web1', 'web2']) {
      assert.ok(at(new RegExp(`^${web}: out of service: on lb2`)) < at(new RegExp(`^${web}: reboots`)));
      assert.ok(at(new RegExp(`^${web}: back in service on lb2`)) > at(new RegExp(`^${web}: is up again`)));
    }
  });

  it('is not asked for again, and all is well with two web servers', async () => {
    const plan = await trueup('plan', '-i', folder, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout);
    const verify = await trueup('verify', '-i', folder);
    assert.equal(verify.status, 0, verify.stdout);
  });
});
