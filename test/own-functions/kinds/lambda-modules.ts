import type { Kind } from './kind.ts'
import { bundles } from './lambda-modules/bundles.ts'
import { handlerExports } from './lambda-modules/exports.ts'
import { loadFailures } from './lambda-modules/failures.ts'
import { formats } from './lambda-modules/formats.ts'

/** How modules are written, and how they are loaded. */
export const lambdaModules: readonly Kind[] = [...bundles, ...handlerExports, ...loadFailures, ...formats]
