// What every way of showing a run has in common.
import type { Listener } from '../../lib/model/event.js';

export interface View {
  readonly listener: Listener;
  /** Called once, when no more events come. */
  end(): void | Promise<void>;
}
