// Counts what becomes of each resource of one host.
import type { HostCounts } from '../model/event.js';
import type { Step } from '../model/plan.js';

/** Resources by their outcome; a resource counts once. */
export class Tally {
  readonly #started = performance.now();
  readonly #changed = new Set<string>();
  readonly #failed = new Set<string>();
  #all: readonly string[] = [];
  #open = new Set<string>();

  /** Called after each probe of the host: what still differs is open. */
  planned(steps: readonly Step[]): void {
    this.#all = steps.map((step) => step.resource);
    this.#open = new Set(steps.filter((step) => step.state !== 'same').map((step) => step.resource));
  }

  changed(resource: string): void {
    this.#changed.add(resource);
    this.#open.delete(resource);
  }

  failed(resource: string): void {
    this.#failed.add(resource);
    this.#open.delete(resource);
  }

  get anyChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** `open` is what a resource that wasn't reached counts as; `failedHost` adds a failure of no single resource. */
  counts(open: 'changed' | 'skipped', failedHost = false): HostCounts {
    const left = [...this.#open].filter((id) => !this.#changed.has(id) && !this.#failed.has(id)).length;
    const done = this.#changed.size + (open === 'changed' ? left : 0);
    const failed = this.#failed.size + (failedHost && this.#failed.size === 0 ? 1 : 0);
    const touched = new Set([...this.#changed, ...this.#failed]);
    return {
      ok: Math.max(0, this.#all.filter((id) => !touched.has(id)).length - left),
      changed: done,
      failed,
      skipped: open === 'skipped' ? left : 0,
      seconds: Math.round((performance.now() - this.#started) / 100) / 10,
    };
  }
}
