import type { Kind } from './kind.ts'
import { modules } from './typescript/modules.ts'
import { syntax } from './typescript/syntax.ts'

/** Functions in TypeScript and JSX, run as they are written. */
export const typescriptKinds: readonly Kind[] = [...syntax, ...modules]
