// Where the time of a test run went: seconds of each outermost suite, its hooks included.

/** `title` of an outermost suite, and how long it took in seconds. */
export type SuiteTime = readonly [title: string, seconds: number];

const shown = 15;

/** The seconds of each lane, then the slowest suites with their lane. Nothing if no suite ran. */
export function slowestSuites(lanes: Readonly<Record<string, readonly SuiteTime[]>>): readonly string[] {
  const all = Object.entries(lanes).flatMap(([lane, suites]) =>
    suites.map(([title, seconds]) => ({ lane, title, seconds })),
  );
  if (all.length === 0) return [];
  const sum = (suites: readonly SuiteTime[]): number =>
    suites.reduce((total, [, seconds]) => total + seconds, 0);
  const totals = Object.entries(lanes).map(([lane, suites]) => `${lane} ${sum(suites)} s`);
  const width = Math.max(...Object.keys(lanes).map((lane) => lane.length));
  const slowest = [...all].sort((one, other) => other.seconds - one.seconds).slice(0, shown);
  return [
    `  seconds of each lane: ${totals.join(', ')}; the slowest suites:`,
    ...slowest.map(
      ({ lane, title, seconds }) => `  ${String(seconds).padStart(5)}  ${lane.padEnd(width)}  ${title}`,
    ),
  ];
}
