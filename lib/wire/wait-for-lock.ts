// A session that waits for another run to let go of its host: who is told of it, and for how long it is believed.
import { NoFrame } from './frame-reader.js';
import { lockedError } from './host-lock.js';

export class LockWait {
  #owner = '';

  constructor(
    private readonly host: string,
    /** Milliseconds since 1970. */
    private readonly until: number,
    /** Told who holds the lock, and again when it is another. */
    private readonly onWaiting: ((why: string) => void) | undefined,
  ) {}

  /** `note` is what the lock file says. Throws NoFrame if the host waits for longer than it was asked to. */
  take(note: string): void {
    if (Date.now() > this.until) throw new NoFrame('the host waited longer than requested', '');
    const [owner = ''] = note.split('\n');
    if (owner !== this.#owner) this.onWaiting?.(lockedError(this.host, note).message);
    this.#owner = owner;
  }
}
