// One thing that happens to the site while visitors are there.
import type { Site } from './site.js';
import type { Size } from './site-folder.js';

export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** What happens, as its row says. */
  readonly title: string;
  readonly kind: 'planned' | 'failure';
  readonly size: Size;
  /** Before the visitors come. */
  prepare?(site: Site): Promise<void>;
  /** What happens; may give a remark for its row. */
  event(site: Site): Promise<string | undefined>;
  /** How long visitors stay afterwards; until all is well again in any case. */
  readonly watchSeconds?: number;
  /** A remark when the visitors have left. */
  seen?(site: Site): Promise<string>;
  /** Puts back what an apply doesn't; also after an error. */
  after?(site: Site): Promise<void>;
}
