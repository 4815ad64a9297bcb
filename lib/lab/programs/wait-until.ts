// Asks again until something is so.
import { setTimeout as sleep } from 'node:timers/promises';

/** True as soon as `holds` gives true; false when that took longer than `seconds`. */
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
