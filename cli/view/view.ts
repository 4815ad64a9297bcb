// What every way of showing a run has in common.
import type { Listener } from '../../lib/model/event.js';

export interface View {
  readonly listener: Listener;
  /** While `work` interacts with the operator, nothing is redrawn. */
  readonly aside: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Called once, when no more events come. */
  readonly end: () => Promise<void>;
}
