// Compares what visitors wrote with what the database has.
import type { Site } from './site.js';

export interface Kept {
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There more than once. */
  readonly twice: number;
}

/** The guest book's entries that a load wrote. */
export class Entries {
  readonly begun: string[] = [];
  readonly acknowledged: string[] = [];

  async compare(site: Site): Promise<Kept> {
    const all = this.begun.map((message) => `'${message}'`).join();
    const statement = `SELECT message, COUNT(*) FROM guestbook.entries WHERE message IN (${all}) GROUP BY message`;
    const client = '$(command -v mariadb || command -v mysql)';
    const said = await site.on('db1', `${client} --batch --skip-column-names --execute="${statement}"`);
    const counts = new Map(
      said
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('\t') as [string, string]),
    );
    return {
      lost: this.acknowledged.filter((message) => !counts.has(message)).length,
      twice: [...counts.values()].filter((count) => Number(count) > 1).length,
    };
  }
}
