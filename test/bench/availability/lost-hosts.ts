// Failures: a host loses its power or its network, and comes back.
import { cutPower } from '../../../lib/lab/hosts/machine-power.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { switchCable } from '../../../lib/lab/hosts/network-cable.js';
import type { Scenario } from './scenario.js';
import type { Site } from './site.js';
import type { Size } from './site-folder.js';

interface Loss {
  readonly take: (host: string) => Promise<unknown>;
  readonly giveBack: (site: Site, host: string) => Promise<void>;
}

const power: Loss = {
  take: (host) => cutPower(theLab, host),
  giveBack: (site) => site.raise(),
};
const network: Loss = {
  take: (host) => switchCable(theLab, host, 'down'),
  giveBack: (_site, host) => switchCable(theLab, host, 'up'),
};
const active = async (site: Site): Promise<string> => (await site.balancers()).active;

/** The host is lost under load; or it was lost before, and comes back under load. */
function pairOf(
  [name, size]: readonly [string, Size],
  [lost, back]: readonly [string, string],
  { take, giveBack }: Loss,
  who: (site: Site) => Promise<string>,
): readonly Scenario[] {
  const common = { kind: 'failure', size } as const;
  let host = '';
  const lose = async (site: Site): Promise<string> => {
    host = await who(site);
    await take(host);
    return '';
  };
  const find = (site: Site): Promise<void> => giveBack(site, host);
  return [
    { ...common, name, title: lost, event: lose, after: find },
    {
      ...common,
      name: `${name}-back`,
      title: back,
      prepare: async (site) => {
        await lose(site);
      },
      event: async (site) => {
        await find(site);
        return '';
      },
      watchSeconds: 4,
    },
  ];
}

export const lostBalancer: readonly Scenario[] = [
  ...pairOf(
    ['power-balancer', 'five'],
    ['the active balancer loses power', 'that balancer is powered on again'],
    power,
    active,
  ),
  ...pairOf(
    ['network-balancer', 'five'],
    ['the active balancer loses its network', "that balancer's network comes back"],
    network,
    active,
  ),
];

export const lostServers: readonly Scenario[] = [
  ...pairOf(
    ['power-web', 'seven'],
    ['one of two web servers loses power', 'that web server is powered on again'],
    power,
    () => Promise.resolve('web1'),
  ),
  ...pairOf(
    ['power-app', 'seven'],
    ['one of two application servers loses power', 'that application server is powered on again'],
    power,
    () => Promise.resolve('app1'),
  ),
];
