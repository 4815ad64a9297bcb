// Orders versions such as 1.9.4 and 1.18.0.

/** Negative where `a` is older than `b`; a part that is missing counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const parts = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let at = 0; at < parts; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
