// All scenarios, in the order in which they cost the least: first those on five hosts.
import { addedServers } from './added-servers.js';
import { changedFiles } from './changed-files.js';
import { changedSettings } from './changed-settings.js';
import { crashes } from './crashes.js';
import { crowds } from './crowds.js';
import { deploysToOne, deploysToTwo } from './deploys.js';
import { longLived } from './long-lived.js';
import { lostBalancer, lostServers } from './lost-hosts.js';
import { reboots } from './reboots.js';
import type { Scenario } from './scenario.js';

/** What the load and the machine cost by themselves. */
const nothing: Scenario = {
  name: 'nothing',
  title: 'nothing happens',
  kind: 'planned',
  size: 'five',
  event: () => Promise.resolve(''),
};

const scenarios: readonly Scenario[] = [
  nothing,
  ...changedSettings,
  ...changedFiles,
  ...deploysToOne,
  ...longLived,
  ...crashes,
  ...lostBalancer,
  ...crowds,
  ...addedServers,
  ...deploysToTwo,
  ...reboots,
  ...lostServers,
];

/** Those whose names begin with one of `names`; all where there is none. */
export function chosen(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return scenarios;
  const unknown = names.find((name) => !scenarios.some((one) => one.name.startsWith(name)));
  if (unknown !== undefined)
    throw new Error(
      `--only ${unknown}: not a scenario; there are: ${scenarios.map(({ name }) => name).join(', ')}`,
    );
  return scenarios.filter((one) => names.some((name) => one.name.startsWith(name)));
}
