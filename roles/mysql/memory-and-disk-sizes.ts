// How much memory and disk the server uses, derived from the host's memory.
import type { MysqlVars } from './vars.js';

/** Sizes in MiB. */
export interface Sizes {
  readonly bufferPool: number;
  readonly bufferPoolInstances: number;
  readonly redoLog: number;
}

const chunk = 128;

/**
 * InnoDB rounds a pool up to a multiple of chunk size × instances, which may be a GiB more than was asked for, so the
 * size is rounded down here. That also keeps the size stable when a kernel reports a few MiB more or less.
 */
export function sizesFor(
  {
    memory_mib,
    buffer_pool_percent,
    redo_log_mib,
  }: Pick<MysqlVars, 'memory_mib' | 'buffer_pool_percent' | 'redo_log_mib'>,
  hostMiB: number,
): Sizes {
  const wanted = ((memory_mib ?? hostMiB) * buffer_pool_percent) / 100;
  const bufferPoolInstances = Math.min(8, Math.max(1, Math.floor(wanted / 1024)));
  const step = chunk * bufferPoolInstances;
  const bufferPool =
    wanted < chunk ? Math.max(16, Math.floor(wanted / 16) * 16) : Math.floor(wanted / step) * step;
  return {
    bufferPool,
    bufferPoolInstances,
    redoLog: redo_log_mib ?? Math.min(8192, Math.max(64, bufferPool / 2)),
  };
}
