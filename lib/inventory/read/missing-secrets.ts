// How to treat secrets that can't be read.

/** Whether a secret that can't be read is an error: it isn't for commands that only show the inventory. */
export type MissingSecrets = 'wrong' | 'tolerated';
