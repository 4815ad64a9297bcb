// A host's clock tells the controller's time.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/**
 * Certificates, logs and VRRP's neighbours in time all rest on it. Nobody knows when a slow host looked at its clock: it
 * is off where that tells a time from before the check was made, or from after its answer came.
 */
export function clockAgrees(wish: {
  readonly on: string;
  readonly withinSeconds: number;
  /** The controller's clock, in milliseconds. */
  readonly now?: () => number;
}): Check {
  const { on, withinSeconds, now = Date.now } = wish;
  const asked = now() / 1000;
  return {
    title: `the clock of ${on} is within ${withinSeconds} s of the controller's`,
    questions: [{ on, script: sh`date +%s` }],
    judge([there]) {
      const theirs = Number(there?.stdout.trim());
      if (!there || there.stdout.trim() === '' || Number.isNaN(theirs)) {
        throw couldNotLook(`${on} tells no time`, there);
      }
      const nearest = Math.min(Math.max(theirs, asked), now() / 1000);
      const off = Math.round(theirs - nearest);
      return Math.abs(off) <= withinSeconds ? undefined : `it is ${off} s off`;
    },
  };
}
