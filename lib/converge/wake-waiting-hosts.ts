// Wakes the hosts that wait for something to change.
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';

export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /**
   * Resolves when `over` returns true; it is called now and at each ring. What only one host may have, `over` must take
   * itself, so that the next host's `over` finds it taken. Throws E_INTERRUPTED on the signal, even if `over` holds.
   */
  async until(over: () => boolean, host: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw new TrueupError('E_INTERRUPTED', `${host}: stopped`, { host });
      if (over()) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          listenNoMore();
          this.#waiting.delete(wake);
          resolve();
        };
        const listenNoMore = whenAborted(signal, wake);
        this.#waiting.add(wake);
      });
    }
  }
}
