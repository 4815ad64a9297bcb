// Cases that are only known while they are tried: many at a time, told as tests afterwards.
import { Test, type Suite } from 'mocha';
import type { Tried } from '../../lib/testing/discovered-cases.js';

/** Adds a test per case; one that nobody could try is a fault of its own. In a `before` hook of an outer suite that has a test of its own, they are still run. */
export function tellTried(suite: Suite, tried: readonly Tried[]): void {
  for (const { title, fault, untried } of tried) {
    const test = new Test(title, () => {
      if (fault !== undefined) throw fault as Error;
      if (untried !== undefined) throw new Error(untried);
    });
    suite.addTest(test);
  }
}
