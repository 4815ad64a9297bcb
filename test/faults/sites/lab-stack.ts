// The lab's five hosts with the stack on them, raised and converged once for all tests of a process.
import assert from 'node:assert/strict';
import { labInventory, labUp, trueup } from '../../e2e/run-trueup.js';

let stack: Promise<void> | undefined;

/** Call it in a `before` hook: `theStack.call(this)`. Skips the suite where the lab can't be (not root). */
export async function theStack(this: Mocha.Context): Promise<void> {
  if (process.getuid?.() !== 0) this.skip();
  this.timeout(900_000);
  stack ??= raise();
  await stack;
}

async function raise(): Promise<void> {
  const up = await labUp();
  assert.equal(up.status, 0, up.stderr);
  const apply = await trueup('apply', '-i', labInventory, '--yes');
  assert.equal(apply.status, 0, apply.stdout + apply.stderr);
}
