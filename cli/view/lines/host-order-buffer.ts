// What is told of hosts, in the order in which the run named them, whoever is ready first.

export class InOrder {
  readonly #waiting: string[];
  readonly #over = new Set<string>();
  readonly #kept = new Map<string, string[]>();

  constructor(hosts: readonly string[]) {
    this.#waiting = [...hosts];
  }

  /** Keeps a host's lines until those before it are over; gives what may be told now. */
  take(host: string, lines: readonly string[], isOver: boolean): readonly string[] {
    if (!this.#waiting.includes(host)) return lines;
    this.#kept.set(host, [...(this.#kept.get(host) ?? []), ...lines]);
    if (isOver) this.#over.add(host);
    const told: string[] = [];
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      told.push(...(this.#kept.get(next) ?? []));
      this.#kept.delete(next);
      if (!this.#over.has(next)) break;
      this.#waiting.shift();
    }
    return told;
  }
}
