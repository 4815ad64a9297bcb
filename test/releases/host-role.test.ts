// Every section of the role host at once on each release: from a project's files to a host, and back.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventsOf, trueup, type Ended } from '../e2e/run-trueup.js';
import { everySection, servesItself } from './every-section.js';
import { lowerSite, raiseSite, type Site } from './release-lab.js';

/** What stands on the host then, a line for each section. */
const look = `
for each in /etc/apt/sources.list.d/tried-contrib.sources /etc/sudoers.d/keeper /srv/keeper/notes /etc/keeper.conf \\
  /srv/keeper/latest /etc/keeper.list /etc/keeper.blocks /usr/local/bin/tried /opt/tried/run '/srv/checkout/a b' \\
  /swap.tried /etc/systemd/system/tried.timer /etc/cron.d/tried /srv/keeper/store; do [ ! -e "$each" ] || echo "$each"; done
if id keeper >/dev/null 2>&1; then id -Gn keeper; fi
if findmnt /srv/cache >/dev/null; then echo tmpfs; fi
if locale -a | grep -qi de_DE; then echo de_DE; fi
echo "timeout $(cat /proc/sys/net/ipv4/tcp_fin_timeout)"`;

describe('The role host on each release', function () {
  this.timeout(600_000);
  const releases = ['bullseye', 'bookworm', 'trixie', 'forky'];
  let site: Site;
  const bare = new Map<string, readonly string[]>();

  const run = (...words: readonly string[]): Promise<Ended> => trueup(...words, '-i', site.inventory);
  /** Run as root on the host. */
  const onHost = async (host: string, script: string): Promise<readonly string[]> => {
    const ended = await trueup('exec', '-i', site.inventory, host, '--', script);
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return ended.stdout.split('\n').map((line) => line.replace(/^ +/, ''));
  };
  const apply = async (): Promise<readonly string[]> => {
    const ended = await run('apply', '--yes', '--output', 'json');
    const troubles = eventsOf(ended).flatMap((one) =>
      one.type === 'host.done' && one.trouble ? [JSON.stringify(one.trouble)] : [],
    );
    assert.equal(ended.status, 0, troubles.join('\n') + ended.stderr);
    return eventsOf(ended).flatMap((one) =>
      one.type === 'step.done' ? [`${one.host} ${one.resource}`] : [],
    );
  };

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    site = await raiseSite(
      'test/inventories/host-role',
      Object.fromEntries(releases.map((one) => [one, one])),
    );
    mkdirSync(join(site.inventory, 'host_vars'));
    for (const release of releases) {
      const vars = JSON.stringify({ host: everySection(release) });
      writeFileSync(join(site.inventory, `host_vars/${release}.yml`), vars);
      await onHost(release, servesItself.text);
      bare.set(release, await onHost(release, look));
    }
  });
  after(() => lowerSite(site));

  it('is there after one apply', async () => {
    const changed = await apply();
    for (const release of releases) {
      assert.ok(changed.includes(`${release} command make the store`), changed.join(', '));
      const now = await onHost(release, look);
      for (const one of [
        '/opt/tried/run',
        '/srv/checkout/a b',
        'keeper crew',
        'tmpfs',
        'de_DE',
        'timeout 31',
      ])
        assert.ok(now.includes(one), `${one} is not on ${release}: ${now.join(', ')}`);
    }
  });

  it('changes nothing in a second apply, and holds every check', async () => {
    assert.deepEqual(await apply(), []);
    const verified = await run('verify');
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  });

  it('goes back in a rollback', async () => {
    const { status, stdout, stderr } = await run('rollback', '--yes');
    assert.equal(status, 0, stdout + stderr);
    for (const release of releases) {
      const now = await onHost(release, look);
      assert.deepEqual(
        now.filter((line) => !bare.get(release)?.includes(line)),
        [],
        release,
      );
    }
  });
});
