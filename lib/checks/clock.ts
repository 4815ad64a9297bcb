// A host's clock tells the controller's time.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/** Certificates, logs and VRRP's neighbours in time all rest on it. */
export function clockAgrees({ on, withinSeconds }: { on: string; withinSeconds: number }): Check {
  return {
    title: `the clock of ${on} is within ${withinSeconds} s of the controller's`,
    questions: [
      { on, script: sh`date +%s` },
      {
        on: 'controller',
        ask: () => Promise.resolve({ status: 0, stdout: String(Date.now() / 1000), stderr: '' }),
      },
    ],
    judge([there, here]) {
      const theirs = Number(there?.stdout.trim());
      const ours = Number(here?.stdout);
      if (!there || there.stdout.trim() === '' || Number.isNaN(theirs) || Number.isNaN(ours)) {
        throw couldNotLook(`${on} tells no time`, there);
      }
      const off = Math.round(theirs - ours);
      return Math.abs(off) <= withinSeconds ? undefined : `it is ${off} s off`;
    },
  };
}
