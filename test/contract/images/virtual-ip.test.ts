// Whoever owns the interface and restarts the network: afterwards exactly one balancer holds the virtual IP, and verify says so.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sh } from '../../../lib/kit.js';
import { prefixLength } from '../../../lib/lab/network/lab-subnets.js';
import type { LabHost } from '../../../lib/lab/settings/lab-settings.js';
import type { Script } from '../../../lib/model/script.js';
import { eventsOf, trueup } from '../../e2e/run-trueup.js';
import { bareImages, bedOn } from './image-hosts.js';
import { ImagesInventory } from './images-inventory.js';
import { imageHosts, imagesLab, imagesSite } from './images-lab.js';

const virtualIp = '198.18.77.118';
const link = 'host0';

/** As root, in one connection; a restart of the network may end it before it says so. */
async function on<T>(
  host: LabHost,
  work: (run: (script: Script) => Promise<string>) => Promise<T>,
): Promise<T> {
  const bed = await bedOn(host);
  try {
    return await work((script) => bed.run(script));
  } finally {
    await bed.close();
  }
}

/** What would cut the connection runs beside it. */
const beside = (script: string): Script => sh`
systemctl reset-failed trueup-beside 2>/dev/null || true
systemd-run -q --wait --unit=trueup-beside sh -c ${script}`;

async function holders(): Promise<readonly string[]> {
  const found = await Promise.all(
    imageHosts.map((host) =>
      on(host, (run) => run(sh`ip -4 -o address show ${link}`)).then((text) => [host.name, text] as const),
    ),
  );
  return found.filter(([, text]) => text.includes(` ${virtualIp}/`)).map(([name]) => name);
}

/** Who holds it once it has stayed with one for a while. */
async function settled(): Promise<string> {
  let before = '';
  for (let turn = 0; turn < 40; turn += 1) {
    const now = (await holders()).join(' and ');
    if (now !== '' && !now.includes(' and ') && now === before) return now;
    before = now;
    await sleep(1000);
  }
  return assert.fail(`the virtual IP is held by ${before === '' ? 'nobody' : before}`);
}

function named(name: string): LabHost {
  const host = imageHosts.find((one) => one.name === name);
  assert.ok(host, name);
  return host;
}

interface Owner {
  /** Takes the interface over from whoever had it. */
  readonly takes: (host: LabHost) => Script;
  /** What a person, an upgrade or cloud-init may run at any time. */
  readonly restarts: readonly string[];
}

const addressOf = ({ address }: LabHost): string => `${address}/${prefixLength(imagesLab)}`;

const install = (...packages: readonly string[]): Script => sh`
DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends ${packages} >/dev/null 2>&1`;

const owners: Readonly<Record<string, Owner>> = {
  'systemd-networkd': {
    takes: () => sh`networkctl status ${link} >/dev/null`,
    restarts: ['systemctl restart systemd-networkd', `networkctl reconfigure ${link}`],
  },
  'netplan, by systemd-networkd': {
    takes: (host) => sh`
${install('netplan.io')}
# A container has no udev, and netplan gives up where there is none to be told.
printf '#!/bin/sh\n' >/usr/local/bin/udevadm; chmod 755 /usr/local/bin/udevadm
rm -f /etc/systemd/network/10-lab.network; umask 077
printf 'network: {version: 2, ethernets: {%s: {addresses: [%s], link-local: [], routes: [{to: default, via: %s}]}}}\n' ${link} ${addressOf(host)} ${imagesLab.gateway} >/etc/netplan/50-cloud-init.yaml
${beside('netplan apply')}
networkctl status ${link} | grep -q netplan`,
    restarts: ['netplan apply', 'systemctl restart systemd-networkd'],
  },
  ifupdown: {
    takes: (host) => sh`
${install('ifupdown')}
rm -rf /etc/netplan/50-cloud-init.yaml /run/systemd/network/*
printf 'auto lo\niface lo inet loopback\nauto %s\niface %s inet static\n address %s\n gateway %s\n' ${link} ${link} ${addressOf(host)} ${imagesLab.gateway} >/etc/network/interfaces
systemctl disable -q --now systemd-networkd.socket systemd-networkd.service 2>/dev/null || true
${beside(`ip address flush dev ${link}; systemctl restart networking`)}`,
    restarts: ['systemctl restart networking', `ifdown ${link}; ifup ${link}`],
  },
};

describe('a virtual IP on an interface that somebody else owns', function () {
  this.timeout(900_000);
  let site: ImagesInventory | undefined;

  const apply = async (): Promise<void> => {
    assert.ok(site);
    const { status, stdout } = await trueup('apply', '-i', site.folder, '--yes', '--output', 'plain');
    assert.equal(status, 0, stdout);
  };

  before(async function () {
    await bareImages.call(this);
    site = new ImagesInventory(imageHosts, ['base', 'haproxy', 'keepalived', 'nginx'], {
      nginx: { http_port: 8080, https_port: 8443 },
      keepalived: { virtual_ip: virtualIp },
    });
    await apply();
  });
  after(() => site?.close());

  for (const [name, { takes, restarts }] of Object.entries(owners)) {
    it(`is held by exactly one again after ${name} restarted the network`, async () => {
      assert.ok(site);
      for (const host of imageHosts) await on(host, (run) => run(takes(host)));
      await apply();
      for (const restart of restarts) {
        const host = named(await settled());
        await on(host, (run) => run(beside(restart)));
        await settled();
      }
      const ended = await trueup(
        'verify',
        '-i',
        site.folder,
        '--role',
        'base,haproxy,keepalived',
        '--output',
        'json',
      );
      const failed = eventsOf(ended).flatMap((event) =>
        event.type === 'check.done' && !event.ok ? [event.title] : [],
      );
      // There is no application in this site.
      const pages = ['image1', 'image2', 'the virtual IP'].map(
        (door) => `via ${door}: https://${imagesSite}/ returns 200`,
      );
      assert.deepEqual([...failed].sort(), pages);
    });
  }

  it('goes to the other while its holder has no address of its own', async () => {
    const holder = named(await settled());
    const other = imageHosts.find((host) => host !== holder);
    assert.ok(other);
    const seen = '/run/trueup-seen';
    const own = addressOf(holder);
    const script = `
sleep 1; ip address delete ${own} dev ${link}
sleep 6; ip -4 -o address show ${link} >${seen}
ip address add ${own} dev ${link}; ip route replace default via ${imagesLab.gateway}`;
    await on(holder, (run) => run(sh`systemd-run -q --unit=trueup-loses sh -c ${script}`));
    await on(other, (run) =>
      run(sh`
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  if ip -4 -o address show ${link} | grep -q ${` ${virtualIp}/`}; then exit 0; fi
  sleep 1
done
exit 1`),
    );
    await settled();
    const held = await on(holder, (run) => run(sh`while [ ! -e ${seen} ]; do sleep 1; done; cat ${seen}`));
    assert.doesNotMatch(held, /198/, 'it kept the virtual IP, or its own address');
  });
});
