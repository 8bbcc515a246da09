import type { Kind } from './kind.ts'
import { events } from './lambda-http/events.ts'
import { frameworks } from './lambda-http/frameworks.ts'
import { urlReplies } from './lambda-http/url.ts'

/** Functions on Lambda that answer HTTP: by a function URL, with the frameworks that people put in front. */
export const lambdaHttp: readonly Kind[] = [...frameworks, ...events, ...urlReplies]
