// All filters by name. `default` and `mandatory` are the evaluator's: they look at what is undefined.
import { textFilters } from './text-filters.js';
import { listFilters } from './list-filters.js';
import { valueFilters } from './value-filters.js';
import type { Filter } from './filter-arguments.js';

export const filters: ReadonlyMap<string, Filter> = new Map(
  [textFilters, listFilters, valueFilters].flatMap((some) => Object.entries(some)),
);
