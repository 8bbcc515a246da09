import type { BundleReport, LoadPhases } from '../../core/load-report.ts'
import { scale, sumOf } from '../load-phases.ts'
import { childrenOf, descendants, type RowModule } from '../load-rows.ts'
import type { ModuleFacts } from '../module-facts.ts'
import type { Bundle, ProfiledBundle } from './bundle.ts'
import { whoImports } from './who-imports.ts'

/** A bundle, and how long its modules ran where a profile tells. */
export interface BundleToTakeApart {
  readonly bundle: Bundle
  readonly profiled?: ProfiledBundle
  /** Why no profile tells. */
  readonly reason?: string
}

/** The modules of a load, those of bundles in the bundles' place, and what is said of the bundles. */
export interface TakenApart {
  readonly modules: RowModule[]
  readonly bundles: readonly BundleReport[]
}

/**
 * Puts the modules that bundles were made of in the place of the bundles: what evaluating took by the profile, where
 * there is one, and reading and compiling, and evaluating where there is none, by bytes. What is no module's stays the
 * bundle's own.
 * @param modules of the load; indexes of those that are in it stay what they are
 */
export async function takeApart(
  modules: readonly RowModule[],
  apart: readonly BundleToTakeApart[],
  facts: Pick<ModuleFacts, 'versionOf'>,
): Promise<TakenApart> {
  const all: RowModule[] = [...modules]
  const bundles: BundleReport[] = []
  for (const one of apart) {
    const at = all.findIndex(({ kind, made, name }) => kind === 'own' && (made ?? name) === one.bundle.name)
    if (at === -1) continue
    const parts = await partsOf(one, all[at] as RowModule, at, all.length, facts)
    all[at] = parts.rest
    all.push(...parts.modules)
    adopt(all, at, parts.modules, all.length - parts.modules.length)
    bundles.push(reportOf(one, parts.rest))
  }
  const children = childrenOf(all)
  const totals = all.map((_, index) =>
    descendants([index], children).reduce((sum, below) => sum + (all[below]?.selfMs ?? 0), 0),
  )
  return { modules: all.map((module, index) => ({ ...module, totalMs: totals[index] ?? 0 })), bundles }
}

async function partsOf(
  { bundle, profiled }: BundleToTakeApart,
  module: RowModule,
  at: number,
  first: number,
  facts: Pick<ModuleFacts, 'versionOf'>,
): Promise<{ rest: RowModule; modules: RowModule[] }> {
  const importers = await whoImports(bundle)
  const shares = sharesOf(bundle, profiled)
  const modules = await Promise.all(
    bundle.modules.map(async (one, index): Promise<RowModule> => {
      const phases = share(module.phases, shares[index] ?? { bySize: 0, ofEvaluation: 0 })
      const found = importers.get(index)
      const importer = found && bundle.modules[found.importer]
      const version = one.folder === undefined ? undefined : await facts.versionOf(one.folder)
      return {
        name: one.name,
        kind: one.kind === 'package' ? 'package' : 'own',
        package: one.package ?? module.package,
        ...(one.folder !== undefined && { folder: one.folder }),
        ...(version !== undefined && { version }),
        parent: found ? first + found.importer : at,
        ...(importer && { importedBy: { file: importer.name.replace(/^\.\//, ''), line: found.line } }),
        bundle: bundle.path,
        bytes: one.bytes,
        phases,
        selfMs: sumOf(phases),
        totalMs: 0,
      }
    }),
  )
  const rest = {
    bySize: Math.max(0, 1 - shares.reduce((sum, { bySize }) => sum + bySize, 0)),
    ofEvaluation: Math.max(0, 1 - shares.reduce((sum, { ofEvaluation }) => sum + ofEvaluation, 0)),
  }
  const phases = { ...share(module.phases, rest), resolveMs: module.phases.resolveMs }
  return { rest: { ...module, bytes: bundle.otherBytes, phases, selfMs: sumOf(phases) }, modules }
}

/** Of a bundle, what each of its modules is: of its text, and of what evaluating it takes. */
interface Share {
  readonly bySize: number
  readonly ofEvaluation: number
}

/** In the order of the bundle's modules. */
function sharesOf(bundle: Bundle, profiled: ProfiledBundle | undefined): Share[] {
  const bytes = bytesIn(bundle) || 1
  const samples = samplesIn(profiled, profiled?.others ?? 0)
  return bundle.modules.map((one, index) => {
    const bySize = one.bytes / bytes
    return {
      bySize,
      ofEvaluation: profiled && samples > 0 ? (profiled.samples.get(index) ?? 0) / samples : bySize,
    }
  })
}

function bytesIn({ modules, otherBytes }: Bundle): number {
  return modules.reduce((sum, { bytes }) => sum + bytes, otherBytes)
}

function samplesIn(profiled: ProfiledBundle | undefined, others: number): number {
  return [...(profiled?.samples.values() ?? [])].reduce((sum, count) => sum + count, others)
}

function share(phases: LoadPhases, { bySize, ofEvaluation }: Share): LoadPhases {
  const scaled = scale(phases, bySize)
  return { ...scaled, resolveMs: 0, evaluateMs: phases.evaluateMs * ofEvaluation }
}

/** What the bundle asks Node for, one of its modules asks for: the one whose line stands in `importedBy`. */
function adopt(all: RowModule[], at: number, parts: readonly RowModule[], first: number): void {
  const byName = new Map(parts.map(({ name }, index) => [name.replace(/^\.\//, ''), first + index]))
  for (const [index, module] of all.entries()) {
    if (module.parent !== at || index >= first) continue
    const parent = byName.get(module.importedBy?.file ?? '')
    if (parent !== undefined) all[index] = { ...module, parent }
  }
}

function reportOf({ bundle, profiled, reason }: BundleToTakeApart, rest: RowModule): BundleReport {
  const placed = samplesIn(profiled, 0)
  return {
    file: bundle.path,
    modules: bundle.modules.length,
    bytes: bytesIn(bundle),
    restMs: rest.selfMs,
    evaluation: profiled ? 'position' : 'size',
    ...(profiled && {
      profiledStarts: profiled.starts,
      placedShare: placed / (placed + profiled.others || 1),
    }),
    ...(!profiled && reason !== undefined && { reason }),
  }
}
