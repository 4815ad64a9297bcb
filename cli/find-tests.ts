// The tests that roles have.
import { TrueupError } from '../lib/model/trueup-error.js';
import type { Tested } from '../lib/proof/test-role.js';

/** In the order given. Throws E_INPUT for a role that doesn't exist or has no test. */
export async function findTests(names: readonly string[]): Promise<readonly Tested[]> {
  const { tests } = await import('../roles/tests.js');
  return names.map((role) => {
    const declared = tests.get(role);
    if (declared) return { role, declared };
    throw new TrueupError('E_INPUT', `role ${role} has no test`);
  });
}
