import type { BenchConfig } from '../config/bench-config.ts'
import { loadProvider } from '../providers/index.ts'
import type { FunctionSources } from './sources.ts'

/**
 * The size that clouds are compared at where nobody names one: the largest of their defaults, for each that lets
 * anybody choose it. A platform that does not keeps its own, which the headline then names.
 * @returns provider id → MB, for those whose own default would be smaller; empty where there is one platform
 */
export async function equalMemory(
  { clouds }: Pick<FunctionSources, 'clouds'>,
  { memory }: Pick<BenchConfig, 'memory'>,
): Promise<ReadonlyMap<string, number>> {
  const ids = [...new Set(clouds.map(({ contract }) => contract))]
  if (memory !== undefined || ids.length < 2) return new Map()
  const sizes = await Promise.all(
    ids.map(async (id) => [id, (await loadProvider(id)).limits.memory] as const),
  )
  const largest = Math.max(...sizes.map(([, size]) => size?.defaultMb ?? 0))
  return new Map(
    sizes.flatMap(([id, size]) =>
      size && size.defaultMb < largest && (size.anyUpToMb ?? 0) >= largest ? [[id, largest] as const] : [],
    ),
  )
}

/** What an enlarged function says of itself before it is made. */
export function equalMemoryNote(memoryMb: number): string {
  return `${memoryMb} MB in place of the platform's own default, so that platforms are compared at one size; --memory sets another`
}
