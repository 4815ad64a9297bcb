// What became of each stage of a combination of releases: a row of the table in docs/platforms.md.
const stages = ['cold', 'rerun', 'verify', 'drift', 'mode http', 'takeover', 'reboot'] as const;

/** A stage that was never begun leaves a hole. */
export class ReleaseTable {
  readonly #cells = new Map<string, string>();

  constructor(private readonly title: string) {}

  passed(stage: string, words: string): void {
    this.#cells.set(stage, words);
  }

  failed(stage: string): void {
    this.#cells.set(stage, 'FAILED');
  }

  get hasFailed(): boolean {
    return [...this.#cells.values()].includes('FAILED');
  }

  print(): void {
    const row = [this.title, ...stages.map((stage) => this.#cells.get(stage) ?? '')];
    process.stdout.write(`\n| ${['hosts', ...stages].join(' | ')} |\n| ${row.join(' | ')} |\n\n`);
  }
}
