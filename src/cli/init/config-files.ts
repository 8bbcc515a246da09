import { posix } from 'node:path'
import type { InitAnswers, PlannedFile, Project } from './answers.ts'

/** Where init writes the functions. */
export const OWN_CONFIG = 'coldstart.config.json'

/** Settings of the scheduled runs, in a file of their own: those of pull requests have other functions. */
export const IDLE_CONFIG = 'coldstart.idle.json'
const WARM_OF_SCHEDULED = 3

/** The configuration of the functions, and that of the scheduled runs. */
export function configFiles({ functions, targets }: InitAnswers, project: Project): PlannedFile[] {
  const $schema = `https://unpkg.com/coldstart@${project.version}/results/schema.config.v1.json`
  const at = (name: string) => posix.join(project.folder, name)
  const own = { $schema, functions }
  const addresses = Object.fromEntries(targets.map(({ name, url }) => [name, url]))
  const idle = { $schema, targets: addresses, idleSinceRecorded: true, warm: WARM_OF_SCHEDULED }
  return [
    ...(functions.length > 0 ? [{ path: at(OWN_CONFIG), text: json(own) }] : []),
    ...(targets.length > 0 ? [{ path: at(IDLE_CONFIG), text: json(idle) }] : []),
  ]
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Variables that the addresses take their values from: `?key=env:KEY` names KEY. */
export function variablesOf({ targets }: Pick<InitAnswers, 'targets'>): string[] {
  const found = targets.flatMap(({ url }) =>
    [...decodeURIComponent(url).matchAll(/env:([A-Za-z_]\w*)/g)].map(([, name = '']) => name),
  )
  return [...new Set(found)]
}
