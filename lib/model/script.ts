// Scripts for a host's shell, and their answers.

/** Bytes that are sent to a host along with a script, such as an application's release. */
export interface Blob {
  /** Name shown in progress output and in errors. */
  readonly name: string;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** Number of bytes. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** POSIX sh source, made by the tagged template sh`…`. */
export interface Script {
  /** The source, which may contain secrets. */
  readonly text: string;
  /** The source with every secret shown as `***`. */
  readonly masked: string;
  /** The blobs of the script, in order of use. */
  readonly blobs: readonly Blob[];
  /** Whether the script reports, while it runs, what it is waiting for (`notices`). */
  readonly speaks?: boolean;
}

/** The result of a script. */
export interface Answer {
  /** Exit status, 0–255. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** When the script ran, if that was recorded. */
  readonly ran?: Span;
}

/** A time span, in seconds of the controller's clock. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
