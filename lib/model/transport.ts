// A connection to a host, and the shell at its remote end.
import type { Readable, Writable } from 'node:stream';

/** A remote process's three streams. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once and never rejects; `status` is null if the connection ended before an exit status arrived. */
  readonly closed: Promise<{ readonly status: number | null; readonly why?: string }>;
  /** Closes the channel immediately, without waiting for the remote end. */
  destroy(): void;
}

export interface Transport {
  /** `ssh2`, `openssh` or `local`, for events and errors. */
  readonly name: string;
  /** Starts a remote command. `command` is read by the user's login shell, so it may contain plain words only. */
  open(command: string, signal: AbortSignal): Promise<Channel>;
  /** Closes the connection. May be called twice. */
  close(): Promise<void>;
}
