// What to make of secrets that can't be read.

/** Whether a secret may be out of reach: it may for whoever only looks at the inventory. */
export type MissingSecrets = 'wrong' | 'tolerated';
