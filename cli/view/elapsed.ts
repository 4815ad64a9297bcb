// How long something has taken, for people.

/** `4 s`, `2 min 05 s`. */
export function elapsed(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
