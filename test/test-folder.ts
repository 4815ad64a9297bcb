// Where tests keep what is large: the folder of all lanes, which goes with them; outside of them, a person's own.
export const testFolderVariable = 'TRUEUP_TEST_FOLDER';

/** Not /tmp: it may be small, or forbid programs. */
export const testFolder = (): string => process.env[testFolderVariable] ?? '/var/tmp';
