// Wakes those who wait for something to change.
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';

export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /**
   * Resolves when `over` says so, asked now and at each ring. What only one may have is taken in there: whoever waits for
   * it, too, is asked after that. Throws E_INTERRUPTED by the signal, whatever is over by then.
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
