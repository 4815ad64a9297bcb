// What is said to a host's shell, and what comes back.

/** Bytes that travel to a host beside a script (an application's release, a binary file). */
export interface Blob {
  /** Name for progress and errors. */
  readonly name: string;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** Number of bytes. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** POSIX sh source. Only the tagged template sh`…` makes one. */
export interface Script {
  /** What the shell runs; may hold secrets. */
  readonly text: string;
  /** The same with every secret shown as `***`. */
  readonly masked: string;
  /** Bytes the script receives on the way, in order of use. */
  readonly blobs: readonly Blob[];
  /** It says what it waits for while it runs (`notices`). */
  readonly speaks?: boolean;
}

/** What one script left behind. */
export interface Answer {
  /** Exit status, 0–255. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** When it ran, where whoever asked took note of it. */
  readonly ran?: Span;
}

/** From when to when, in seconds of the controller's clock. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
