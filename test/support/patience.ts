/** How long a test may hang before it is given up, ms. It bounds hanging, not speed: a loaded machine must not reach it. */
export const PATIENCE_MS = 300_000

/** How long one wait of a test may take, ms. Less than the test itself may: then the error says what did not come. */
export const PATIENCE_OF_ONE_WAIT_MS = 240_000
