/** How long a test may hang before it is given up, ms. It bounds hanging, not speed: a loaded machine must not reach it. */
export const PATIENCE_MS = 300_000

/** The same of one thing that a test waits for, ms: shorter, so that what did not come is said in place of the test's name. */
export const PATIENCE_OF_ONE_WAIT_MS = 240_000
