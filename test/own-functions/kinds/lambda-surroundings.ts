import type { Kind } from './kind.ts'
import { events } from './lambda-surroundings/events.ts'
import { files } from './lambda-surroundings/files.ts'
import { packages } from './lambda-surroundings/packages.ts'
import { processes } from './lambda-surroundings/processes.ts'
import { variables } from './lambda-surroundings/variables.ts'

/** What a function finds around it: variables, disk, processes, network, context, log. */
export const lambdaSurroundings: readonly Kind[] = [
  ...variables,
  ...files,
  ...packages,
  ...events,
  ...processes,
]
