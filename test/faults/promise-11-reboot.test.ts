// Reboots under load: both balancers, two web servers and two application servers, one after another, and no visitor
// notices.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trueup } from '../e2e/run-trueup.js';
import { LargerSite } from './sites/larger-site.js';

const names = ['lb1', 'lb2', 'web1', 'web2', 'app1', 'app2'];

describe('promise 11: a reboot', function () {
  this.timeout(600_000);
  let site: LargerSite;
  let folder = '';

  const on = (host: string, command: string): Promise<string> => site.on(host, command);
  async function bootIds(): Promise<readonly string[]> {
    return Promise.all(names.map((name) => on(name, 'cat /proc/sys/kernel/random/boot_id')));
  }

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    site = await LargerSite.raise(['web2', 'app2']);
    ({ folder } = site);
    appendFileSync(join(folder, 'group_vars/all.yml'), '\n  reboot: when needed\n');
    const { status, said } = await site.apply();
    assert.equal(status, 0, said);
  });
  after(async () => {
    if (folder !== '') await site.end();
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

    const { result, visits, lost } = await site.visitedWhile(() => site.apply());
    assert.equal(result.status, 0, result.said);
    const { events } = result;

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
      assert.ok(at(new RegExp(`^${web}: taken out of service on lb2`)) < at(new RegExp(`^${web}: reboots`)));
      assert.ok(
        at(new RegExp(`^${web}: put back into service on lb2`)) > at(new RegExp(`^${web}: is up again`)),
      );
    }
  });

  it('is not asked for again, and all is well with two of each', async () => {
    const plan = await trueup('plan', '-i', folder, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout);
    const verify = await trueup('verify', '-i', folder);
    assert.equal(verify.status, 0, verify.stdout);
  });
});
