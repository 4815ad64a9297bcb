// A host's clock tells the controller's time.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/**
 * Certificates, logs and VRRP's neighbours in time all rest on it. It is off where it tells a time from before that very
 * question began, or from after its answer came: what else the run did meanwhile, or waited for, excuses nothing.
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
      // It tells whole seconds.
      const { from, until } = there.ran;
      const nearest = Math.min(Math.max(theirs, Math.floor(from)), until);
      const off = Math.round(theirs - nearest);
      return Math.abs(off) <= withinSeconds ? undefined : `the clock is ${off} s off`;
    },
  };
}
