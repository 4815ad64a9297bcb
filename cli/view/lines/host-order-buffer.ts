// Puts the lines about hosts in the order in which the run named the hosts, whichever is ready first.

export class InOrder {
  readonly #waiting: string[];
  readonly #over = new Set<string>();
  readonly #kept = new Map<string, string[]>();

  constructor(hosts: readonly string[]) {
    this.#waiting = [...hosts];
  }

  /** Keeps a host's lines until the hosts before it are done; returns the lines that may be shown now. */
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
