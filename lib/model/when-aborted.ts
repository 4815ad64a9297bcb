// Listens to a signal, also to one that was aborted before anybody listened: an event that is over is never told again.

/** Calls `act` once, never before this returns. Gives what ends the listening. */
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
