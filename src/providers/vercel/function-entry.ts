import type { DeployedPackage } from '../../workload/deployed-package.ts'
import { WEB_METHODS } from '../../workload/detect-form.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import {
  enterRootLine,
  PROOF_MODULE,
  proofModule,
  readEntry,
  rootModule,
  type SeenEntry,
} from '../entry-module.ts'
import { textFile } from '../function-files.ts'

/** Where the function's package lies in the project. */
export const CODE = 'function/'

/** What is put around the user's code. */
export interface EntryWishes {
  /** A module of ours names the instance in each reply. */
  readonly proves: boolean
  /** The working directory is the package's root, as where the function is at home. */
  readonly entersRoot: boolean
}

/** The modules that Vercel calls, `api/<name>.mjs`, and what they import of ours. Each has bytes of its own. */
export async function makeEntries(
  names: readonly string[],
  generation: string,
  workload: Workload,
  code: DeployedPackage,
  wishes: EntryWishes,
): Promise<readonly PackageFile[]> {
  const seen = await readEntry(code)
  const path = `../${CODE}${code.entry}`
  const body = [
    ...(wishes.entersRoot ? [enterRootLine(`../${CODE}`)] : []),
    ...(wishes.proves ? provenLines(path, workload, seen) : plainLines(path, workload, seen)),
  ]
  return [
    ...names.map((name) =>
      textFile(`api/${name}.mjs`, `${[`// ${name} ${generation}`, ...body].join('\n')}\n`),
    ),
    ...(wishes.entersRoot ? [inCode(rootModule(code.root))] : []),
    ...(wishes.proves ? [inCode(await proofModule('http'))] : []),
  ]
}

/** A file of the function's package where it lies in the project. */
export function inCode(file: PackageFile): PackageFile {
  return { ...file, path: CODE + file.path }
}

function plainLines(path: string, { form }: Workload, { exports, isCommonJs }: SeenEntry): string[] {
  if (form === 'web') return [`export * from '${path}'`]
  const isWeb = form === 'fetch' || form === 'edge'
  if (!isWeb && (isCommonJs || exports.includes('default'))) return [`export { default } from '${path}'`]
  // A module that opens a server by itself has nothing to export.
  if (!isWeb) return [`import * as user from '${path}'`, 'export default user']
  // A default function of a Request would be called with (req, res) as it is.
  const call = "typeof main === 'function' ? main(request) : main.fetch(request)"
  return [`import main from '${path}'`, `export default { fetch: (request) => ${call} }`]
}

function provenLines(path: string, { form }: Workload, { exports }: SeenEntry): string[] {
  const from = `from '../${CODE}${PROOF_MODULE}'`
  if (form === 'web') {
    const methods = WEB_METHODS.filter((name) => exports.includes(name))
    return [
      `import { loaded, proveWeb } ${from}`,
      `import * as user from '${path}'`,
      `export * from '${path}'`,
      ...methods.map((name) => `export const ${name} = proveWeb(user.${name})`),
      'loaded()',
    ]
  }
  const isWeb = form === 'fetch' || form === 'edge'
  const proved = isWeb ? '{ fetch: proveFetch(user.default) }' : 'proveDefault(user)'
  return [
    `import { loaded, ${isWeb ? 'proveFetch' : 'proveDefault'} } ${from}`,
    `import * as user from '${path}'`,
    `export default ${proved}`,
    'loaded()',
  ]
}
