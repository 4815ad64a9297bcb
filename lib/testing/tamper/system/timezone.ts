// Tampering with the time zone.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ name: string }> = () => [
  { how: 'another zone', script: sh`ln -sfn /usr/share/zoneinfo/Asia/Tokyo /etc/localtime` },
  { how: 'a file', script: sh`rm -f /etc/localtime; echo stray >/etc/localtime` },
];
