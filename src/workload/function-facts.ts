import { readFile } from 'node:fs/promises'
import { dirname, join, parse, relative, sep } from 'node:path'
import { chooseExport } from './choose-export.ts'
import type { Contract, ContractForm } from './contract.ts'
import { detectForm } from './detect-form.ts'
import { registeredFunctions } from './registered-functions.ts'
import { scanModule } from './scan-module.ts'
import { readStaticConfig } from './static-config.ts'
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
  const registered = contract === 'google' ? await registeredFunctions(file) : []
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
    }))
  const isNamed = seen.exportName !== undefined || exports.includes(exportName) || registered.length > 0
  const form = detectForm(contract, { ...module, source, isNamed })
  const isEvent = registered.some(({ name, signature }) => name === exportName && signature === 'cloudevent')
  const all: { form: ContractForm | undefined; routes: FunctionRoutes | undefined } = {
    form: isEvent ? 'cloudevent' : form,
    routes: contract === 'vercel' ? await vercelRoutes(seen) : netlifyRoutes(seen),
  }
  const trigger = contract === 'netlify' ? netlifyTrigger(seen) : undefined
  return {
    exportName,
    ...(all.form && { form: all.form }),
    ...(all.routes && { routes: all.routes }),
    ...(trigger && { trigger }),
  }
}

/** https://vercel.com/docs/functions: a file in `api/` is found at its path, without `index`; vercel.json rewrites. */
async function vercelRoutes({ file, root }: SeenFunction): Promise<FunctionRoutes | undefined> {
  const place = relative(root, file).split(sep).join('/')
  const text = await readFile(join(root, 'vercel.json'), 'utf8').catch(() => '{}')
  const { rewrites } = JSON.parse(text) as Pick<FunctionRoutes, 'rewrites'>
  const path = `/${place.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, '')}`
  const paths = place.startsWith('api/') ? [path] : undefined
  return paths || rewrites ? { ...(paths && { paths }), ...(rewrites && { rewrites }) } : undefined
}

/** https://docs.netlify.com/build/functions/get-started/: `config.path` takes the place of the usual path. */
function netlifyRoutes({ contract, source }: SeenFunction): FunctionRoutes | undefined {
  const path = contract === 'netlify' ? readStaticConfig(source)?.path : undefined
  if (path === undefined) return undefined
  return { paths: [path].flat().filter((one): one is string => typeof one === 'string') }
}

/** By the name's ending, or by `config`; a v1 function may be wrapped in `schedule()`. */
function netlifyTrigger({ file, source }: SeenFunction): WorkloadDescription['trigger'] {
  const { name, dir } = parse(file)
  const config = readStaticConfig(source) ?? {}
  const called = name === 'index' ? parse(dir).base : name
  if (called.endsWith('-background') || config.background === true) return 'background'
  const wraps = /@netlify\/functions/.test(source) && /\bschedule\s*\(\s*['"`]/.test(source)
  return config.schedule !== undefined || wraps ? 'scheduled' : undefined
}

/** The folder that a platform takes for the project, by where it looks for functions: above `api/`, `netlify/functions/`. */
export function projectAbove(file: string, contract: Contract): string | undefined {
  const parts = dirname(file).split(sep)
  const at =
    contract === 'vercel'
      ? parts.lastIndexOf('api')
      : contract === 'netlify'
        ? parts.findLastIndex((part, index) => part === 'netlify' && parts[index + 1] === 'functions')
        : -1
  return at > 1 ? parts.slice(0, at).join(sep) : undefined
}
