// Checks that a host's clock agrees with the controller's.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './inconclusive-check.js';

/**
 * Checks a host's clock, on which certificates, logs and VRRP depend. The check fails if the clock shows a time that is more
 * than `withinSeconds` before the question was sent or after the answer arrived.
 */
export function clockAgrees(wish: { readonly on: string; readonly withinSeconds: number }): Check {
  const { on, withinSeconds } = wish;
  return {
    title: `the clock on ${on} is within ${withinSeconds} s of the controller's`,
    questions: [{ on, script: sh`date +%s` }],
    judge([there]) {
      const theirs = Number(there?.stdout.trim());
      if (!there || there.stdout.trim() === '' || Number.isNaN(theirs)) {
        throw couldNotLook(`${on} did not report its time`, there);
      }
      if (!there.ran) throw couldNotLook(`the time of the request to ${on} was not recorded`);
      // The host reports whole seconds.
      const { from, until } = there.ran;
      const nearest = Math.min(Math.max(theirs, Math.floor(from)), until);
      const off = Math.round(theirs - nearest);
      return Math.abs(off) <= withinSeconds ? undefined : `the clock is ${off} s off`;
    },
  };
}
