import type { Kind } from './kind.ts'
import { projects } from './netlify/project.ts'
import { firstApi } from './netlify/v1.ts'
import { secondApi } from './netlify/v2.ts'

/** Functions on Netlify, of the Lambda-compatible and of the current kind. */
export const netlifyKinds: readonly Kind[] = [...firstApi, ...secondApi, ...projects]
