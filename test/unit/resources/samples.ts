// A want of each type with answers that lead to every script that the type can make.
import { allProofs } from '../../proofs/all-proofs.js';
import type { Sample } from '../../proofs/proof.js';
import { allCases } from './all-cases.js';

export const samples: readonly Sample[] = [
  ...allCases
    .filter(({ then }) => !('unreadable' in then))
    .map(({ want, answer }) => ({ resource: want, answer })),
  ...allProofs.flatMap((proof) => proof.samples ?? []),
];
