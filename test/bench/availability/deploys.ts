// Planned: releases of the application, good and sick, on one application server and on two.
import { declareRelease, releases } from './release.js';
import type { Scenario } from './scenario.js';
import type { Size } from './site-folder.js';

const kinds = [
  ['good', 'a good release', 'to succeed'],
  ['crashing', 'a release that crashes when it starts', 'to fail'],
  ['failing', 'a release that returns only errors', 'to fail'],
] as const;

function deploys(size: Size): readonly Scenario[] {
  const where = size === 'five' ? 'one application server' : 'two application servers';
  return kinds.map(([kind, title, expected]) => ({
    name: `deploy-${kind}${size === 'five' ? '' : '-two'}`,
    title: `${title} is deployed to ${where}`,
    kind: 'planned',
    size,
    event: async (site) => {
      declareRelease(site, kind, releases[kind]);
      return site.apply(expected);
    },
  }));
}

export const deploysToOne = deploys('five');
export const deploysToTwo = deploys('seven');
