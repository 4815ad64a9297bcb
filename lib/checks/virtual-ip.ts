// Of several hosts exactly one holds an address.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/** More than one holder is a split brain; none is an outage. Asked again for a while, because it may be on its way. */
export function heldByExactlyOne({ address, hosts }: { address: string; hosts: readonly string[] }): Check {
  return {
    title: `${address} is held by exactly one of ${hosts.join(', ')}`,
    questions: hosts.map((on) => ({ on, script: sh`ip -o addr show to ${address}` })),
    retry: { times: 5, pauseSeconds: 1 },
    judge(answers) {
      const holders = hosts.filter((host, index) => {
        const answer = answers[index];
        if (answer?.status !== 0) throw couldNotLook(`running ip on ${host} failed`, answer);
        return answer.stdout.trim() !== '';
      });
      if (holders.length === 1) return undefined;
      return holders.length === 0 ? 'no host holds the address' : `${holders.join(' and ')} hold the address`;
    },
  };
}
