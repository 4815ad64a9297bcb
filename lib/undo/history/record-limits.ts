// How much a host keeps of the records of runs.

/** Number of records; the oldest is removed when a new run exceeds it. */
export const keptRecords = 20;

/** KiB of all records together. */
export const keptKiB = 102_400;

/** KiB of the copy of one path. */
export const keptPathKiB = 10_240;
