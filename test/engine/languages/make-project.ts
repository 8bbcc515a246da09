import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

export const oracles = fileURLToPath(new URL('../../oracles', import.meta.url))
const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url))
export const isUnix = platform !== 'win32'

/** A function in one language that takes as many megabytes as its event, or its query, says. */
export interface LanguageProject {
  /** What tables call it. */
  readonly key: string
  /** What its toolchain lacks here, in words; undefined where it can be run. */
  readonly missing: string | undefined
  /** Writes and builds it. @returns its settings in a configuration file, the entry relative to the folder */
  write(folder: string): Readonly<Record<string, string>> & { readonly entry: string }
  /** Where `serve` has it. */
  readonly place: RegExp
  /** The reply of an environment that wanted too much; undefined where nothing is limited. */
  readonly outOfMemory?: RegExp
  /** What `--runtime` names it by; its own run then. */
  readonly runtime?: string
  /** Our own client, or the platform's, knows when the function was loaded. */
  readonly tellsLoad: boolean
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A sample with one line changed, which has to be there. */
export function sampleWith(path: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${path} no longer has ${from}`)
      return text.replace(from, to)
    },
    readFileSync(join(fixtures, path), 'utf8'),
  )
}

export function build(folder: string, program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { cwd: folder, env: { ...env, CGO_ENABLED: '0' } })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

export const KILLED = /Runtime\.OutOfMemory/
export const onLambda = (key: string) => ({
  key,
  place: new RegExp(`^.*'(http\\S+/functions/${key}/invocations)'$`, 'm'),
})

export function script(runtime: string): LanguageProject {
  return {
    ...onLambda('app'),
    key: runtime,
    runtime,
    missing: existsSync(join(oracles, 'languages/node_modules', runtime))
      ? undefined
      : `${runtime}’s npm package`,
    tellsLoad: true,
    outOfMemory: KILLED,
    write(folder) {
      write(folder, { 'app.mjs': SCRIPT })
      return { entry: 'app.mjs', provider: 'lambda' }
    },
  }
}

const SCRIPT = `export const handler = async ({ megabytes = 0 }) => Buffer.alloc(megabytes * 2 ** 20, 1).length\n`
