// Cases that are only known while they are tried: many at a time, told as tests afterwards.
import { Test, type Suite } from 'mocha';

/** What became of one case. */
export interface Tried {
  readonly title: string;
  /** Why it doesn't hold. */
  readonly fault?: unknown;
}

/** Adds a test per case. In a `before` hook of an outer suite that has a test of its own, they are still run. */
export function tellTried(suite: Suite, tried: readonly Tried[]): void {
  for (const { title, fault } of tried) {
    const test = new Test(title, () => {
      if (fault !== undefined) throw fault as Error;
    });
    suite.addTest(test);
  }
}
