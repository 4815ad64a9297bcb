// What is said of secrets that can't be opened.

/** Whether a secret's file may be out of reach: it may for who only looks at the inventory. */
export type MissingSecrets = 'wrong' | 'tolerated';
