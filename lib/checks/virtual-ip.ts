// Checks that exactly one of several hosts holds an address.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './inconclusive-check.js';

/**
 * Checks that exactly one host holds the address. The check is repeated for a while, because the address may be moving.
 */
export function heldByExactlyOne({ address, hosts }: { address: string; hosts: readonly string[] }): Check {
  return {
    title: `${address} is held by exactly one of ${hosts.join(', ')}`,
    questions: hosts.map((on) => ({ on, script: sh`ip -o addr show to ${address}` })),
    retry: { times: 5, pauseSeconds: 1 },
    judge(answers) {
      const holders = hosts.filter((host, index) => {
        const answer = answers[index];
        if (answer?.status !== 0) throw couldNotLook(`the ip command failed on ${host}`, answer);
        return answer.stdout.trim() !== '';
      });
      if (holders.length === 1) return undefined;
      return holders.length === 0 ? 'no host holds the address' : `${holders.join(' and ')} hold the address`;
    },
  };
}
