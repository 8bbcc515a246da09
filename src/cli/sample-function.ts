import { join } from 'node:path'
import { packageFolder } from '../core/built-entry.ts'

/** The folder of the sample function, which is used unless the user brings a function of his own. */
export const sampleFolder = join(packageFolder(), 'fixtures', 'hello')
