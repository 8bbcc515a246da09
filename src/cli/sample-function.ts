import { fileURLToPath } from 'node:url'

/** The folder of the sample function, which is used unless the user brings a function of his own. */
export const sampleFolder = fileURLToPath(new URL('../../fixtures/hello', import.meta.url))
