// The life of the stack on given releases: from bare hosts, a rerun, checks, a drift that is repaired, a cut of power, a takeover.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '../../lib/model/event.js';
import { eventsOf, run, trueup, type Ended } from '../e2e/run-trueup.js';
import { authority, lowerSite, powerOff, powerOn, raiseSite, virtualIp, type Site } from './release-lab.js';
import { ReleaseTable } from './release-table.js';

export interface Combination {
  /** `Debian 12, MariaDB`. */
  readonly title: string;
  /** The inventory's folder. */
  readonly inventory: string;
  /** Of each host, or of `all`. */
  readonly suites: Readonly<Record<string, string>>;
}

/** Something done behind trueup's back, and the resource that it is to be named by. */
const tamperings: readonly (readonly [host: string, script: string, resource: string])[] = [
  ['lb1', 'echo "# by hand" >>/etc/haproxy/haproxy.cfg', 'file /etc/haproxy/haproxy.cfg'],
  ['lb2', 'systemctl stop keepalived', 'service keepalived'],
  ['web1', 'nft add rule inet trueup input tcp dport 9 accept', 'nftables /etc/nftables.d/trueup.nft'],
  ['app1', 'nft flush ruleset', 'nftables /etc/nftables.d/trueup.nft'],
  [
    'app1',
    'chmod 0644 /etc/guestbook/credentials/session_key',
    'file /etc/guestbook/credentials/session_key',
  ],
  [
    'db1',
    'db=$(command -v mariadb || command -v mysql); "$db" -e "GRANT DROP ON guestbook.* TO \'guestbook\'@\'198.18.78.14\'"',
    'mysql.grant guestbook@198.18.78.14 on guestbook.*',
  ],
];

/** For the balancers. */
const endsTls = `haproxy:
  mode: http
  certificate: ${authority.replace('ca.pem', 'www.foobar.com.pem')}
  certificate_key: !file ${authority.replace('ca.pem', 'www.foobar.com.key')}
  backend_authority: ${authority}
`;

function problemsOf(ended: Ended): string {
  const lines = eventsOf(ended).flatMap((event: Event) =>
    event.type === 'host.done' && event.trouble ? [JSON.stringify(event.trouble)] : [],
  );
  return lines.join('\n') + ended.stderr;
}

function changedIn(ended: Ended): readonly string[] {
  return eventsOf(ended).flatMap((event) =>
    event.type === 'step.done' ? [`${event.host} ${event.resource}`] : [],
  );
}

/** Declares the tests of one combination; each leaves its mark in the table. */
export function proveStack({ title, inventory: source, suites }: Combination): void {
  describe(`the stack on ${title}`, function () {
    this.timeout(900_000);
    let site: Site;
    const table = new ReleaseTable(title);
    const apply = (): Promise<Ended> => trueup('apply', '-i', site.inventory, '--yes', '--output', 'json');
    const stage = (name: string, does: string, work: () => Promise<string>): void => {
      it(does, async function () {
        // What comes after a stage that failed would only fail by it.
        if (table.hasFailed) this.skip();
        table.failed(name);
        table.passed(name, await work());
      });
    };
    const verified = async (): Promise<string> => {
      const verify = await trueup('verify', '-i', site.inventory);
      assert.equal(verify.status, 0, verify.stdout + verify.stderr);
      return /(\d+) passing/.exec(verify.stdout)?.[0] ?? assert.fail(verify.stdout);
    };
    const nothingDiffers = async (): Promise<void> => {
      const plan = await trueup('plan', '-i', site.inventory, '--detailed-exitcode');
      assert.equal(plan.status, 0, plan.stdout + plan.stderr);
    };
    /** Run as root on the host. */
    const onHost = async (host: string, script: string): Promise<string> => {
      const ended = await trueup('exec', '-i', site.inventory, host, '--', script);
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
      return ended.stdout;
    };

    before(async function () {
      if (process.getuid?.() !== 0) this.skip();
      site = await raiseSite(source, suites);
    });

    after(async () => {
      table.print();
      await lowerSite(site);
    });

    stage('cold', 'comes up from bare hosts by one apply', async () => {
      const ended = await apply();
      assert.equal(ended.status, 0, problemsOf(ended));
      return `${changedIn(ended).length} changed`;
    });

    stage('rerun', 'changes nothing in a second apply, with two questions per host', async () => {
      const ended = await apply();
      assert.equal(ended.status, 0, problemsOf(ended));
      assert.deepEqual(changedIn(ended), []);
      for (const { name } of site.hosts) {
        const asked = eventsOf(ended).filter((event) => event.type === 'host.asking' && event.host === name);
        assert.equal(asked.length, 2, name);
      }
      await nothingDiffers();
      return '0 changed';
    });

    stage('verify', 'holds every check, and shows a name that nobody serves no certificate', async () => {
      const door = ['s_client', '-connect', `${virtualIp}:443`, '-servername'];
      const known = await run('openssl', [...door, 'www.foobar.com']);
      assert.match(known.stdout, /BEGIN CERTIFICATE/, known.stderr);
      const unknown = await run('openssl', [...door, 'nobody.example']);
      assert.match(unknown.stdout, /no peer certificate available/, unknown.stderr);
      return verified();
    });

    stage('drift', 'has what was changed behind it named, repaired and nothing else touched', async () => {
      for (const [host, script] of tamperings) await onHost(host, script);
      const ended = await apply();
      assert.equal(ended.status, 0, problemsOf(ended));
      const changed = changedIn(ended);
      for (const [host, , resource] of tamperings)
        assert.ok(
          changed.includes(`${host} ${resource}`),
          `${host} ${resource} is not among ${changed.join(', ')}`,
        );
      const more = changed.filter(
        (one) => !tamperings.some(([host, , resource]) => one === `${host} ${resource}`),
      );
      // What follows from a file is its service's reload or restart.
      assert.deepEqual(
        more.filter((one) => !['lb1 service haproxy', 'app1 service guestbook'].includes(one)),
        [],
      );
      await nothingDiffers();
      return `${tamperings.length} of ${tamperings.length} repaired`;
    });

    stage('mode http', 'ends TLS at the balancers once it is told to, and holds every check', async () => {
      appendFileSync(join(site.inventory, 'group_vars/lb.yml'), endsTls);
      const ended = await apply();
      assert.equal(ended.status, 0, problemsOf(ended));
      assert.ok(changedIn(ended).includes('lb1 file /etc/haproxy/haproxy.cfg'));
      await nothingDiffers();
      return verified();
    });

    stage('takeover', 'goes on when the balancer that holds the address loses power', async () => {
      const holds = async (host: string): Promise<boolean> =>
        (await onHost(host, 'ip -o address show')).includes(`${virtualIp}/`);
      const active = (await holds('lb1')) ? 'lb1' : 'lb2';
      await powerOff(active);
      try {
        const page = await untilItAnswers();
        assert.match(page.stdout, /guest ?book/i, page.stderr);
        assert.ok(await holds(active === 'lb1' ? 'lb2' : 'lb1'));
      } finally {
        await powerOn(site.hosts.filter(({ name }) => name === active));
      }
      return 'holds';
    });

    stage('reboot', 'comes back as it was when all hosts lose power at once', async () => {
      await Promise.all(site.hosts.map(({ name }) => powerOff(name)));
      await powerOn(site.hosts);
      await Promise.all(
        site.hosts.map(({ name }) => onHost(name, 'systemctl is-system-running --wait >/dev/null || true')),
      );
      assert.match((await untilItAnswers()).stdout, /guest ?book/i);
      await nothingDiffers();
      return verified();
    });
  });
}

/** The page behind the virtual IP, asked for up to twenty times. */
async function untilItAnswers(): Promise<Ended> {
  const name = 'www.foobar.com';
  const words = ['--silent', '--show-error', '--fail', '--max-time', '5', '--cacert', authority];
  const ask = (): Promise<Ended> =>
    run('curl', [...words, '--resolve', `${name}:443:${virtualIp}`, `https://${name}/`]);
  let page = await ask();
  for (let tries = 1; tries < 20 && page.status !== 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    page = await ask();
  }
  return page;
}
