import type { Kind } from './kind.ts'
import { frameworks } from './vercel/frameworks.ts'
import { nodeHandlers } from './vercel/node.ts'
import { projects } from './vercel/project.ts'
import { routes } from './vercel/routes.ts'
import { webHandlers } from './vercel/web.ts'

/** Functions on Vercel's Node runtime, and its edge runtime. */
export const vercelKinds: readonly Kind[] = [
  ...webHandlers,
  ...routes,
  ...frameworks,
  ...projects,
  ...nodeHandlers,
]
