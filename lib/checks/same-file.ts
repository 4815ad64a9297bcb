// Checks that a file is identical on several hosts.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './inconclusive-check.js';

/** Checks that a file has the same SHA-256 digest on all hosts. */
export function sameFile({ path, hosts }: { path: string; hosts: readonly string[] }): Check {
  return {
    title: `${path} is identical on ${hosts.join(', ')}`,
    questions: hosts.map((on) => ({ on, script: sh`sha256sum <${path}` })),
    judge(answers) {
      const digests = hosts.map((host, index) => {
        const answer = answers[index];
        const digest = /^[0-9a-f]{64}/.exec(answer?.stdout ?? '')?.[0];
        if (answer?.status !== 0 || digest === undefined)
          throw couldNotLook(`${path} on ${host} can't be read`, answer);
        return digest;
      });
      if (new Set(digests).size <= 1) return undefined;
      return hosts.map((host, index) => `${host} has ${digests[index]?.slice(0, 12) ?? ''}`).join(', ');
    },
  };
}
