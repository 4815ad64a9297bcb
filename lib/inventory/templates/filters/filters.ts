// All filters by name, except `default` and `mandatory`: the evaluator has these, because they accept undefined values.
import { textFilters } from './text-filters.js';
import { listFilters } from './list-filters.js';
import { valueFilters } from './value-filters.js';
import type { Filter } from './filter-arguments.js';

export const filters: ReadonlyMap<string, Filter> = new Map(
  [textFilters, listFilters, valueFilters].flatMap((some) => Object.entries(some)),
);
