type Details = Readonly<Record<string, unknown>>

/** Keys of `details` that are facts under the same name. */
const SAME = ['idleTtlMs', 'freshlyDeployed', 'accountConcurrency']

/** Parity facts ← the names under which providers kept them in `details`. */
const PARITY: Readonly<Record<string, readonly string[]>> = {
  plan: ['plan'],
  stage: ['environment', 'production', 'stage'],
  concurrencyPerInstance: ['concurrencyPerInstance', 'concurrency', 'maxConcurrency'],
  cpu: ['cpu'],
  caching: ['caching'],
  handler: ['handlerSha256'],
  packageSha256: ['packageSha256'],
  runBy: ['runtimeClient', 'launcher'],
}

/** Settings of one platform, by the words a reader sees. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'Fluid compute': ['fluid'],
  'start-up CPU boost': ['startupCpuBoost'],
  sandbox: ['sandbox'],
  'invoked by': ['mode'],
}

/**
 * A target whose `details` are taken apart, as the first run files, results and ledgers have them: what plan and
 * reports know becomes `facts`, all of it stays with the provider as `handle`. Anything that is no such target, or
 * has details that no version wrote, is given back as it is, for the schema to judge.
 */
export function upgradeTarget(value: unknown): unknown {
  if (!isRecord(value) || !isRecord(value.details)) return value
  if (!Object.values(value.details).every(isPlain)) return value
  const { details, ...rest } = value
  const own = picked(OWN, details)
  const parity = { ...picked(PARITY, details), ...(isEmpty(own) ? {} : { own }) }
  const same = picked(Object.fromEntries(SAME.map((key) => [key, [key]])), details)
  const facts = { ...same, ...(isEmpty(parity) ? {} : { parity }) }
  return { ...rest, ...(isEmpty(facts) ? {} : { facts }), handle: details }
}

/** The first of the old names that is there, for each new one. */
function picked(names: Readonly<Record<string, readonly string[]>>, details: Details) {
  const entries = Object.entries(names).map(([key, old]) => {
    const found = old.map((name) => details[name]).find((fact) => fact !== undefined)
    return [key, found] as const
  })
  return Object.fromEntries(entries.filter(([, fact]) => fact !== undefined))
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
