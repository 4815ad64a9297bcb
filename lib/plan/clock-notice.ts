// Reports a wrong clock at once: later, apt's signatures and TLS certificates would be rejected because of it.
import type { Facts } from '../model/facts.js';

const toleratedSeconds = 3600;

/** The notice about a host's clock; undefined if the clock is about right. */
export function clockNotice(
  host: string,
  { epoch }: Facts,
  now: number = Date.now() / 1000,
): string | undefined {
  const off = Math.abs(epoch - now);
  if (off <= toleratedSeconds) return undefined;
  const date = new Date(epoch * 1000);
  const shown = Number.isNaN(date.getTime()) ? `${epoch} s after 1970` : date.toISOString();
  return `${host}: the clock shows ${shown}; apt will reject signatures and TLS certificates until the clock is set (timedatectl set-ntp true)`;
}
