// One connection to one host, and the shell that runs at its far end.
import type { Readable, Writable } from 'node:stream';

/** A remote process's three streams. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once, never rejects; `status` is null when the connection ended before an exit status came. */
  readonly closed: Promise<{ readonly status: number | null; readonly why?: string }>;
  /** Ends it at once, without waiting for the far end. */
  destroy(): void;
}

export interface Transport {
  /** `ssh2`, `openssh` or `local`, for events and errors. */
  readonly name: string;
  /** Starts a remote command. `command` is read by the login shell, whichever that is: plain words only. */
  open(command: string, signal: AbortSignal): Promise<Channel>;
  /** Ends the connection; safe to call twice. */
  close(): Promise<void>;
}
