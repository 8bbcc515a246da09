import { readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { chooseExport } from './choose-export.ts'
import type { Contract, ContractForm } from './contract.ts'
import { detectForm } from './detect-form.ts'
import { frameworkScript } from './framework-script.ts'
import { registeredFunctions } from './registered-functions.ts'
import { scanModule } from './scan-module.ts'
import { readStaticConfig } from './static-config.ts'
import { readVercelRoutes } from './vercel-routes.ts'
import type { FunctionRoutes, WorkloadDescription } from './workload-description.ts'

/** What a function's module and its place say of it. */
export type FunctionFacts = Pick<WorkloadDescription, 'form' | 'exportName' | 'routes' | 'trigger'>

/** A function's file under one contract. */
interface SeenFunction {
  readonly contract: Contract
  /** Absolute path. */
  readonly file: string
  readonly root: string
  /** JavaScript: what runs. */
  readonly source: string
  /** As the user says. */
  readonly exportName: string | undefined
}

/**
 * Reads what the platforms' own packagers read: exports, `config`, the place in the project, vercel.json.
 * @throws ColdstartError `unclear-export`
 */
export async function readFacts(seen: SeenFunction): Promise<FunctionFacts> {
  const { contract, file, source } = seen
  const isGoogle = contract === 'google'
  const registered = isGoogle ? await registeredFunctions(file) : []
  const script = isGoogle ? await frameworkScript(file) : {}
  const module = await scanModule(source)
  const { exports } = module
  const exportName =
    seen.exportName ??
    (await chooseExport({
      contract,
      file,
      stem: parse(file).name,
      exports,
      registered: registered.map(({ name }) => name),
      target: script.target,
    }))
  const isNamed = seen.exportName !== undefined || exports.includes(exportName) || registered.length > 0
  const form = detectForm(contract, { ...module, source, isNamed })
  const known = registered.find(({ name }) => name === exportName)
  const signature = known?.signature ?? (script.target === exportName ? script.signature : undefined)
  const all: { form: ContractForm | undefined; routes: FunctionRoutes | undefined } = {
    form: signature === 'cloudevent' ? 'cloudevent' : form,
    routes: contract === 'vercel' ? await readVercelRoutes(file, seen.root) : netlifyRoutes(seen),
  }
  const trigger = contract === 'netlify' ? await netlifyTrigger(seen) : undefined
  return {
    exportName,
    ...(all.form && { form: all.form }),
    ...(all.routes && { routes: all.routes }),
    ...(trigger && { trigger }),
  }
}

/** https://docs.netlify.com/build/functions/get-started/: `config.path` takes the place of the usual path. */
function netlifyRoutes({ contract, source }: SeenFunction): FunctionRoutes | undefined {
  const config = contract === 'netlify' ? readStaticConfig(source) : undefined
  const paths = textsOf(config?.path)
  const excluded = textsOf(config?.excludedPath)
  const methods = textsOf(config?.method).map((method) => method.toUpperCase())
  if (paths.length + methods.length === 0) return undefined
  return {
    ...(paths.length > 0 && { paths }),
    ...(excluded.length > 0 && { excluded }),
    ...(methods.length > 0 && { methods }),
  }
}

/** One text, or a list of them. */
function textsOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string')
}

/** By the name's ending, by `config` or by netlify.toml; a v1 function may be wrapped in `schedule()`. */
async function netlifyTrigger({ file, root, source }: SeenFunction): Promise<WorkloadDescription['trigger']> {
  const { name, dir } = parse(file)
  const config = readStaticConfig(source) ?? {}
  const called = name === 'index' ? parse(dir).base : name
  if (called.endsWith('-background') || config.background === true) return 'background'
  const wraps = /@netlify\/functions/.test(source) && /\bschedule\s*\(\s*['"`]/.test(source)
  if (config.schedule !== undefined || wraps) return 'scheduled'
  const toml = await readFile(join(root, 'netlify.toml'), 'utf8').catch(() => '')
  return isScheduledIn(toml, called) ? 'scheduled' : undefined
}

/** `[functions."hello"]` with a `schedule`. https://docs.netlify.com/build/functions/scheduled-functions/ */
function isScheduledIn(toml: string, name: string): boolean {
  const tables = toml.split(/^(?=\s*\[)/m)
  const own = tables.find((table) => /^\s*\[functions\.["']?([^"'\]]+)["']?\]/.exec(table)?.[1] === name)
  return own !== undefined && /^\s*schedule\s*=/m.test(own)
}
