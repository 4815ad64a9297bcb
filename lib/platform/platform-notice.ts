// What a run says about a host with an untested release.
import type { Facts } from '../model/facts.js';
import { nameOf, releaseOf } from './detect-release.js';

/** Nothing for a supported release. Throws E_PLATFORM for a host that can't be taken for any. */
export function platformNotice(host: string, facts: Facts): string | undefined {
  const { release, exact } = releaseOf(host, facts);
  if (exact) return undefined;
  const { id, version, codename } = facts.os;
  const runs = [id, version, codename].filter((word) => word !== '').join(' ');
  return `${host}: trueup has not been tested on ${runs} and treats it as ${nameOf(release)}`;
}
