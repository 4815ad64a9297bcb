// Tampering with timers.
import { sh } from '../../../shell/sh.js';
import { fileTamperings } from '../files/file-tamperings.js';
import type { TimerWant } from '../../../resources/system/timer-want.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<TimerWant> = ({ name: own }) => [
  ...fileTamperings(`/etc/systemd/system/${own}.timer`),
  { how: 'stopped', script: sh`systemctl stop ${`${own}.timer`}` },
  { how: 'disabled', script: sh`systemctl disable -q ${`${own}.timer`}` },
];
