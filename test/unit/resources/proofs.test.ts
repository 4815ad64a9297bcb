// Each resource type has its proof, whole: found from the registry, so that nothing is forgotten silently.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tamperFor } from '../../../lib/testing/tamper/catalogue.js';
import { allProofs } from '../../proofs/all-proofs.js';
import { builtInTypes } from '../../proofs/built-in-types.js';

const root = join(import.meta.dirname, '../../..');
const guide = 'docs/guides/resource-types.md says how';

/** What each part of a proof is for, where one lacks it. */
const parts = {
  cases: 'answers of a host, and what differs then',
  refused: 'wants that may not be made',
  cycle: 'its life on a real host',
  drift: 'how it is changed behind trueup’s back',
  rollback: 'two commits, of which the second is rolled back',
  removal: 'how it goes once nobody declares it',
} as const;

describe('The proof of a resource type', () => {
  it('is there for each type, and for nothing else', () => {
    const proven = allProofs.map(({ type }) => type);
    for (const { type } of builtInTypes) {
      assert.ok(proven.includes(type), `${type} has no proof: add a file to test/proofs; ${guide}`);
    }
    assert.deepEqual(proven.sort(), builtInTypes.map(({ type }) => type).sort());
  });

  for (const proof of allProofs) {
    for (const [part, meaning] of Object.entries(parts) as [keyof typeof parts, string][]) {
      it(`of ${proof.type} says ${part}`, () => {
        const lacks = `the proof of ${proof.type} lacks \`${part}\` (${meaning}); ${guide}`;
        const told: unknown = proof[part];
        if (Array.isArray(told)) assert.ok(told.length > 0, lacks);
        else if (typeof told !== 'string') assert.ok(told, lacks);
        else if (told.startsWith('none: ')) {
          for (const [named] of told.matchAll(/\btest\/[\w./-]+/g))
            assert.ok(existsSync(join(root, named)), `there is no file ${named}`);
        } else {
          const path = join(root, told);
          assert.ok(existsSync(path), `${lacks}: there is no file ${told}`);
          const [word = ''] = proof.type.split('.').slice(-1);
          assert.match(readFileSync(path, 'utf8'), new RegExp(word, 'i'), `${lacks}: ${told} never names it`);
        }
      });
    }

    it(`of ${proof.type} says drift where trueup test finds it`, () => {
      const known = tamperFor(proof.type);
      const hint = `add a file below lib/testing/tamper, and name it in the catalogue there; ${guide}`;
      if (typeof proof.drift === 'string') assert.equal(known, undefined, proof.type);
      else assert.equal(known, proof.drift, `the catalogue lacks the drift of ${proof.type}: ${hint}`);
    });

    it(`of ${proof.type} is about it`, () => {
      const wants = [
        ...(typeof proof.cases === 'string' ? [] : proof.cases.map(({ want }) => want)),
        ...(proof.samples ?? []).map(({ resource }) => resource),
      ];
      assert.ok(wants.length > 0, `the proof of ${proof.type} has neither cases nor samples; ${guide}`);
      for (const { type } of wants) assert.equal(type.type, proof.type);
      const { cycle, removal } = proof;
      for (const some of [cycle, removal]) {
        if (typeof some === 'string') continue;
        assert.ok(some.resources.some(({ type }) => type.type === proof.type));
      }
      if (typeof cycle !== 'string') assert.ok(cycle.tamperings.length > 0 && cycle.atFirst.length > 0);
      const { drift } = proof;
      if (typeof drift === 'string') return;
      const all = [...wants, ...(typeof cycle === 'string' ? [] : cycle.resources)];
      const own = all.filter(({ type }) => type.type === proof.type);
      const scripts = own.flatMap(({ want }) => drift(want as never, own).map(({ script }) => script.text));
      assert.ok(
        scripts.length > 0 && scripts.every((text) => text.trim() !== ''),
        'drift changes none of its wants',
      );
    });
  }
});
