// The proofs of all resource types: each file in this folder that exports one.
import { readdirSync } from 'node:fs';
import type { Proof } from './proof.js';

const found: Proof<never>[] = [];
for (const name of readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.ts') || import.meta.filename.endsWith(name)) continue;
  const module = `./${name.replace(/ts$/, 'js')}`;
  const { proof } = (await import(module)) as {
    readonly proof?: Proof<never>;
  };
  if (proof) found.push(proof);
}

export const allProofs: readonly Proof<never>[] = found;
