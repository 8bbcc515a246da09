import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** `.coldstart/baselines` under the working directory: one file a baseline. */
export function baselineFolder(cwd: string): string {
  return join(cwd, '.coldstart', 'baselines')
}

/** Where a baseline of that name is. */
export function baselinePath(cwd: string, name: string): string {
  return join(baselineFolder(cwd), `${name}.json`)
}

/** Names of the baselines there are, in alphabetical order. */
export async function listBaselines(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((): string[] => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}
