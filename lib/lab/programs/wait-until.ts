// Polls until a condition holds.
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves to true as soon as `holds` returns true, or to false after `seconds`. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  seconds: number,
  pauseMilliseconds = 100,
): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    if (await holds()) return true;
    if (performance.now() > end) return false;
    await sleep(pauseMilliseconds);
  }
}
