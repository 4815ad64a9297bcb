// Reboots under load: both balancers, two web servers and two application servers, one after another, and no visitor
// notices.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../lib/model/event.js';
import { eventsOf, labInventory, run, trueup } from '../e2e/run-trueup.js';

const lab = fileURLToPath(new URL(`../../${labInventory}`, import.meta.url));
const names = ['lb1', 'lb2', 'web1', 'web2', 'app1', 'app2'];

async function applied(inventory: string): Promise<readonly Event[]> {
  const ended = await trueup('apply', '-i', inventory, '--yes', '--output', 'json');
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  return eventsOf(ended);
}

/** curl as a visitor of the site. */
async function visit(...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run('curl', [
    ...['--silent', '--show-error', '--max-time', '10', '--cacert', '/var/lib/trueup-lab/ca/ca.pem'],
    ...['--resolve', 'www.foobar.com:443:198.18.77.100', ...words],
  ]);
  return stdout + stderr;
}

/** Looks at a file and writes into the guest book, again and again until told to stop; gives what went wrong. */
async function visitors(stop: AbortSignal): Promise<{ readonly visits: number; readonly lost: string[] }> {
  const site = 'https://www.foobar.com';
  const folder = mkdtempSync(join(tmpdir(), 'trueup-visitor-'));
  const cookies = join(folder, 'cookies');
  const page = await visit('--cookie-jar', cookies, `${site}/`);
  const [, name = '', value = ''] = /name="(csrf[^"]*|token)"[^>]*value="([^"]+)"/.exec(page) ?? [];
  const form = [`${name}=${value}`, 'name=visitor', 'message=still here?'];
  const quietly = ['--output', '/dev/null', '--write-out', '%{http_code}'];
  const lost: string[] = [];
  let visits = 0;
  for (; visits < 4000 && !stop.aborted; visits += 2) {
    const seen = await visit(...quietly, `${site}/static/guestbook.css`);
    if (seen !== '200') lost.push(`static: ${seen}`);
    const sent = form.flatMap((field) => ['--data-urlencode', field]);
    const written = await visit(...quietly, '--cookie', cookies, ...sent, `${site}/`);
    if (!/^30[23]$/.test(written)) lost.push(`entry: ${written}`);
    await sleep(50);
  }
  rmSync(folder, { recursive: true });
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
    cpSync(lab, folder, { recursive: true, dereference: true });
    const hosts = join(folder, 'hosts.yml');
    const more = readFileSync(hosts, 'utf8')
      .replace(/^( *)web1: .*$/m, '$&\n$1web2: { ansible_host: 198.18.77.16 }')
      .replace(/^( *)app1: .*$/m, '$&\n$1app2: { ansible_host: 198.18.77.17 }');
    writeFileSync(hosts, more);
    appendFileSync(join(folder, 'group_vars/all.yml'), '\n  reboot: when needed\n');
    const up = await trueup('lab', '-i', folder, 'up');
    assert.equal(up.status, 0, up.stderr);
    await applied(folder);
  });
  after(async () => {
    if (folder === '') return;
    await trueup('lab', '-i', folder, 'stop', 'web2', 'app2');
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
    for (const name of ['app1', 'app2'])
      assert.equal(await on(name, 'nft list tables | grep -c drain || true'), '0');
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

  it('is not asked for again, and all is well with two of each', async () => {
    const plan = await trueup('plan', '-i', folder, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout);
    const verify = await trueup('verify', '-i', folder);
    assert.equal(verify.status, 0, verify.stdout);
  });
});
