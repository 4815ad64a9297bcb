// Listens to a signal, even to one that is already aborted: a past event isn't dispatched again.

/**
 * Calls `act` once when the signal is aborted, but never before this function returns. Returns a function that stops
 * listening.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  let listens = true;
  const once = (): void => {
    if (listens) act();
    listens = false;
  };
  if (signal.aborted) queueMicrotask(once);
  else signal.addEventListener('abort', once, { once: true });
  return () => {
    listens = false;
    signal.removeEventListener('abort', once);
  };
}
