// Waits for another run to release the host: reports who holds the lock, and limits how long the host may wait.
import { NoFrame } from './frame-reader.js';
import { lockedError } from './host-lock.js';

export class LockWait {
  #owner = '';

  constructor(
    private readonly host: string,
    /** Milliseconds since 1970. */
    private readonly until: number,
    /** Called with who holds the lock, and again if the holder changes. */
    private readonly onWaiting: ((why: string) => void) | undefined,
  ) {}

  /** `note` is the text of the lock file. Throws NoFrame if the host waits longer than requested. */
  take(note: string): void {
    if (Date.now() > this.until) throw new NoFrame('the host waited longer than requested', '');
    const [owner = ''] = note.split('\n');
    if (owner !== this.#owner) this.onWaiting?.(lockedError(this.host, note).message);
    this.#owner = owner;
  }
}
