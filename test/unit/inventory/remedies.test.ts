// Each hint about an inventory is followed here: what it was about is gone then.
import assert from 'node:assert/strict';
import { complaintsOf, type Files } from './inventory-of.js';
import { patternRemedies } from './remedies/patterns.js';
import type { Remedies } from './remedies/remedy.js';
import { sentencesIn } from './remedies/sentences.js';
import { structureRemedies } from './remedies/structure.js';
import { valueRemedies } from './remedies/values.js';

const remedies: Remedies = { ...structureRemedies, ...patternRemedies, ...valueRemedies };

/** Files without those that are `null`. */
function present(files: Readonly<Record<string, string | Uint8Array | null>>): Files {
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== null)) as Files;
}

describe('the remedies that hints tell', () => {
  const told = new Set<string>();

  for (const [name, { wrong, hint, right, options = {}, then = options }] of Object.entries(remedies)) {
    it(name, async () => {
      const before = await complaintsOf(present(wrong), { strict: true, ...options });
      assert.ok(
        before.some((one) => one.endsWith(` | ${hint}`)),
        before.join('\n'),
      );
      told.add(hint);
      // The one remedy is against the one complaint: whatever else there was would be a mistake of this test.
      assert.deepEqual(await complaintsOf(present({ ...wrong, ...right }), { strict: true, ...then }), []);
    });
  }

  it('are all of those in the sources', () => {
    const missing = sentencesIn('lib/inventory').filter(
      ({ form }) => ![...told].some((hint) => form.test(hint)),
    );
    assert.deepEqual(
      missing.map(({ file, text }) => `${file}: ${text}`),
      [],
    );
  });
});
