// The maximum number of hosts that a run works on in parallel: `--forks`.
import pLimit, { type LimitFunction } from 'p-limit';

/** A limit for one part of a run: work that is passed to it waits while that many hosts are being worked on. */
export function limitForks({ forks }: { readonly forks: number }): LimitFunction {
  return pLimit(forks);
}
