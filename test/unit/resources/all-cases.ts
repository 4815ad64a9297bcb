// Every table of cases.
import { allProofs } from '../../proofs/all-proofs.js';
import type { ResourceCase } from './resource-case.js';

export const allCases: readonly ResourceCase[] = allProofs.flatMap(({ cases }) =>
  typeof cases === 'string' ? [] : cases,
);
