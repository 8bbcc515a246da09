/** Raised when a reader of an older version would misread a run file. */
export const RUN_FILE_VERSION = 1

/** Raised only with a new file name: results/schema.v<n>.json. */
export const RESULT_SCHEMA_VERSION = 2
