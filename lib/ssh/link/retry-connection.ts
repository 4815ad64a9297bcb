// Retries what is worth a retry: refused, reset, timed out; never a wrong key.
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreached, type UnreachedKind } from './unreachable-error.js';

interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  /** Seconds before the second attempt; doubles each time. */
  readonly firstPause: number;
  /** The longest pause, in seconds. */
  readonly longestPause?: number;
}

const policies: Readonly<Partial<Record<UnreachedKind, RetryPolicy>>> = {
  refused: { attempts: 4, firstPause: 0.5 },
  unreachable: { attempts: 3, firstPause: 0.5 },
  resolver: { attempts: 3, firstPause: 0.5 },
  timeout: { attempts: 2, firstPause: 0.5 },
  // Older versions of sshd drop logins at random without a word while many are in flight (MaxStartups).
  closed: { attempts: 6, firstPause: 0.5 },
  // An sshd that reports it does accept logins, and soon has fewer in flight.
  overloaded: { attempts: 10, firstPause: 0.5, longestPause: 8 },
  // sshd enforces a penalty once it amounts to 15 seconds; hammering the server prolongs it.
  penalty: { attempts: 4, firstPause: 5 },
};

/** Seconds to wait after that many attempts, give or take a quarter; undefined if another one isn't worth it. */
export function pauseAfter(kind: UnreachedKind, count: number): number | undefined {
  const own = policies[kind];
  if (own === undefined || count >= own.attempts) return undefined;
  return Math.min(own.firstPause * 2 ** (count - 1), own.longestPause ?? Infinity);
}

export interface RetryListener {
  onAttempt(attempt: number): void;
  onPause(failure: Unreached, seconds: number): void;
}

/** Thrown by `retrying` after the last attempt. */
export class GaveUp extends Error {
  constructor(
    readonly failure: Unreached,
    readonly attempts: number,
  ) {
    super(failure.message);
    this.name = 'GaveUp';
  }
}

/** Runs `attempt` until it succeeds or isn't worth a retry. Throws GaveUp, or any error but Unreached as it is. */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  listener: RetryListener,
  signal: AbortSignal,
  random: () => number = Math.random,
): Promise<Result> {
  for (let count = 1; ; count++) {
    signal.throwIfAborted();
    listener.onAttempt(count);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      const pause = pauseAfter(error.kind, count);
      if (pause === undefined) throw new GaveUp(error, count);
      const seconds = pause * (0.75 + random() / 2);
      listener.onPause(error, seconds);
      await sleep(seconds * 1000, undefined, { signal });
    }
  }
}
