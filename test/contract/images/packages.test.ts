// Package systems as others left them: mended where that is safe, otherwise told with the name, the path and the remedy.
import assert from 'node:assert/strict';
import { packages, sh } from '../../../lib/kit.js';
import type { Script } from '../../../lib/model/script.js';
import { OneHostSite, type Ended } from '../../faults/sites/one-host-site.js';
import type { TestBed } from '../test-bed.js';
import { bareImages, bedOn, connectionTo } from './image-hosts.js';
import { brokenByHand, inRepository, withoutLocalPackages, type LocalPackage } from './local-packages.js';

const lists = '/var/lib/apt/lists';
const stale = sh`find ${lists} /var/lib/trueup/apt-updated -exec touch -h -d '30 days ago' {} +`;

const layers = '/run/trueup-layers';

/** 64 MiB for what is written to /usr from now on. */
const littleRoom = sh`
mkdir -p ${layers}; mount -t tmpfs -o size=64m tmpfs ${layers}; mkdir ${`${layers}/up`} ${`${layers}/work`}
chmod 755 ${`${layers}/up`}
mount -t overlay overlay -o ${`lowerdir=/usr,upperdir=${layers}/up,workdir=${layers}/work`} /usr`;
const roomAgain = sh`umount -l /usr ${layers}; rmdir ${layers}`;

describe('an image’s package system', function () {
  this.timeout(900_000);
  let bed: TestBed | undefined;
  let site: OneHostSite | undefined;
  let mend: Script | undefined;

  const run = async (script: Script): Promise<string> => {
    assert.ok(bed);
    return bed.run(script);
  };
  const install = async (...names: readonly string[]): Promise<Ended> => {
    assert.ok(site);
    return site.apply([packages({ names })]);
  };
  /** The error; nothing but lists of packages was changed before it. */
  const refused = async (...names: readonly string[]): Promise<{ said: string; hint: string }> => {
    const before = await run(sh`dpkg-query -W`);
    const { outcome, trouble } = await install(...names);
    assert.deepEqual([outcome, trouble?.code], ['failed', 'E_APPLY'], JSON.stringify(trouble));
    assert.equal(await run(sh`dpkg-query -W`), before);
    return { said: trouble?.output ?? '', hint: trouble?.hint ?? '' };
  };

  before(async function () {
    const [host] = await bareImages.call(this);
    bed = await bedOn(host);
    site = new OneHostSite(undefined, connectionTo(host));
  });
  afterEach(async () => {
    await run(sh`dpkg --purge hello >/dev/null 2>&1; ${mend ?? sh`:`}`);
    mend = undefined;
  });
  after(async () => {
    await bed?.close();
    site?.close();
  });

  const listsOnDisk: Readonly<Record<string, Script>> = {
    missing: sh`rm -rf ${lists}`,
    empty: sh`find ${lists} -type f -delete`,
    'partial, as a broken update leaves them': sh`
rm -f ${lists}/*Packages*; echo half >${lists}/partial/deb.debian.org_debian_dists_trixie_main_binary-amd64_Packages.xz`,
    'cut off by a full disk': sh`for list in ${lists}/*Packages*; do truncate -s 1000 "$list"; done; rm -f /var/cache/apt/*.bin; ${stale}`,
    'a month old': stale,
  };
  for (const [name, breaks] of Object.entries(listsOnDisk)) {
    it(`is brought up to date where its lists are ${name}`, async () => {
      await run(breaks);
      const { outcome, trouble } = await install('hello');
      assert.equal(outcome, 'changed', JSON.stringify(trouble));
    });
  }

  it('is told which file names a repository whose index is past its date', async () => {
    mend = withoutLocalPackages();
    const dates = 'Date: Mon, 01 Jan 2024 00:00:00 UTC\nValid-Until: Mon, 08 Jan 2024 00:00:00 UTC\n';
    await run(inRepository({ name: 'trueup-old' }, dates));
    const { said, hint } = await refused('hello');
    assert.match(
      said,
      /file:\/srv\/trueup-packages is configured in \/etc\/apt\/sources\.list\.d\/trueup-local\.list/,
    );
    assert.match(said, /is expired \(invalid since/);
    assert.match(hint, /clock is correct.*remove it from the host’s sources/);
  });

  it('is told of a package whose own script fails, and nothing else is installed', async () => {
    mend = withoutLocalPackages('trueup-broken');
    await run(brokenByHand({ name: 'trueup-broken', postinst: 'echo "no such printer" >&2; exit 1' }));
    const { said, hint } = await refused('hello');
    assert.match(said, /trueup-broken[^]*no such printer/);
    assert.match(hint, /Find it with dpkg --audit, then fix the error that the script reports, or remove/);
  });

  it('is mended where a package was only interrupted', async () => {
    mend = withoutLocalPackages('trueup-late');
    await run(brokenByHand({ name: 'trueup-late', postinst: 'test -e /run/trueup-printer' }));
    await run(sh`touch /run/trueup-printer`);
    const { outcome, trouble } = await install('hello');
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
    assert.equal(await run(sh`dpkg --audit; dpkg-query -W -f '\${db:Status-Abbrev}' trueup-late`), 'ii ');
  });

  it('keeps a package that can’t be finished, and is told of it', async () => {
    mend = withoutLocalPackages('trueup-needy');
    await run(brokenByHand({ name: 'trueup-needy', control: 'Depends: trueup-nowhere\n' }));
    const { said, hint } = await refused('hello');
    assert.match(said, /trueup-needy/);
    assert.match(hint, /has to be removed\. Find it with dpkg --audit/);
    assert.equal(await run(sh`dpkg-query -W -f '\${db:Status-Abbrev}' trueup-needy`), 'iU ');
  });

  it('is mended where dpkg left its journal', async () => {
    await run(sh`dpkg-query -s base-files >/var/lib/dpkg/updates/0001; echo >>/var/lib/dpkg/updates/0001`);
    const { outcome, trouble } = await install('hello');
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
    assert.equal(await run(sh`ls /var/lib/dpkg/updates; dpkg --audit`), '');
  });

  it('is left alone where a wanted package is on hold', async () => {
    mend = sh`apt-mark unhold hello >/dev/null`;
    await run(sh`apt-mark hold hello >/dev/null`);
    const { said, hint } = await refused('hello');
    assert.match(said, /The following held packages will be changed:\s+hello/);
    assert.match(hint, /apt-mark unhold NAME/);
  });

  it('is asked for nothing where a package on hold is there already', async () => {
    mend = sh`apt-mark unhold openssh-server >/dev/null`;
    await run(sh`apt-mark hold openssh-server >/dev/null`);
    assert.equal((await install('openssh-server')).outcome, 'ok');
  });

  it('is told which file pins a wanted package away', async () => {
    const preference = '/etc/apt/preferences.d/trueup-no-hello';
    mend = sh`rm -f ${preference}`;
    await run(sh`printf 'Package: hello\nPin: release *\nPin-Priority: -1\n' >${preference}`);
    const { said, hint } = await refused('hello');
    assert.match(
      said,
      /package hello is pinned with a priority below 0[^]*\/etc\/apt\/preferences\.d\/trueup-no-hello/,
    );
    assert.match(hint, /apt-cache policy NAME/);
  });

  it('is told before anything is unpacked that there is no room for it', async () => {
    mend = sh`${roomAgain}; ${withoutLocalPackages()}`;
    await run(inRepository({ name: 'trueup-huge', control: 'Installed-Size: 90000\n' }));
    await run(littleRoom);
    const { said, hint } = await refused('hello', 'trueup-huge');
    assert.match(said, /the packages need another 9\d MiB in \/usr, but only 6\d MiB are free/);
    assert.match(hint, /out of space/);
    const { outcome, trouble } = await install('hello');
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
  });

  it('has room for an upgrade that grows little, however big the packages are', async () => {
    const big = ['trueup-big1', 'trueup-big2', 'trueup-big3'];
    const sized = (version: number, kib: number): readonly LocalPackage[] =>
      big.map((name) => ({ name, version, control: `Installed-Size: ${kib}\n` }));
    const depends = big.map((name) => `${name} (>= 2)`).join(', ');
    const needs = (version: number): LocalPackage => ({
      name: 'trueup-needs',
      version,
      control: `Installed-Size: 10\nDepends: ${depends}\n`,
    });
    mend = sh`${roomAgain}; ${withoutLocalPackages('trueup-needs', ...big)}`;
    await run(inRepository(sized(1, 30_000)));
    assert.equal((await install(...big)).outcome, 'changed');
    await run(littleRoom);
    // 30 MiB more, and room for the biggest of the old ones: 90 of 64 MiB.
    await run(inRepository([...sized(2, 50_000), needs(1)]));
    await run(sh`rm -f /var/lib/trueup/apt-updated; touch /var/lib/trueup/apt-update-pending`);
    const { said } = await refused('trueup-needs');
    assert.match(said, /the packages need another 9\d MiB in \/usr, but only 6\d MiB are free/);
    // 3 MiB more: 32 of 64 MiB, though the packages are 90 MiB together.
    await run(inRepository([...sized(3, 31_000), needs(2)]));
    await run(sh`touch /var/lib/trueup/apt-update-pending`);
    const { outcome, trouble } = await install('trueup-needs');
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
    assert.equal(await run(sh`dpkg-query -W -f '\${Version} ' ${big}`), '3 3 3 ');
  });
});
