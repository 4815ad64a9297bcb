// What became of one request, as a visitor sees it.

export interface Answer {
  /** Milliseconds since the load began. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Why it failed: a status, an error's code, `cut` in the middle, `no answer`. Absent: it succeeded. */
  readonly failure?: string;
  /** An idle connection was closed just when it was to be used, and the request was sent once more over another. */
  readonly resent: boolean;
}
