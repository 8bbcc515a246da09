import type { Environment, RunPart } from '../../core/run-file.ts'
import type { Target } from '../../core/target.ts'

/**
 * The machine a run was measured on, as far as two runs must share it: processor model, count of CPUs,
 * memory class, system and architecture. Never the host name, or every hosted runner would be another; never
 * the kernel's version.
 */
export function describeMachine({ cpu, cpus, memoryMb, os, arch }: Environment): string {
  const [system = os] = os.split(' ')
  return `${cpu}, ${cpus} CPUs, ${memoryClassGb(memoryMb)} GB, ${system} ${arch}`
}

/** The power of two that is nearest: what is sold as 16 GB shows as 15.6. */
function memoryClassGb(memoryMb: number): number {
  return 2 ** Math.round(Math.log2(memoryMb / 1024))
}

/** What a run was measured on, and by a merged one the parts that it is made of. */
export interface Surroundings {
  readonly environment: Environment
  readonly parts?: readonly RunPart[]
}

/** What a target of a run was measured on: of a merged run, that of its part. */
export function environmentOf(
  { environment, parts }: Surroundings,
  { part }: Pick<Target, 'part'>,
): Environment {
  return parts?.find(({ name }) => name === part)?.environment ?? environment
}

/** What makes two runs come from elsewhere, one line each: machine, Node, place; none where they agree. */
export function elsewhereOf(a: Environment, b: Environment): string[] {
  const facts: [string, string, string][] = [
    ['machine', describeMachine(a), describeMachine(b)],
    ['Node', a.node, b.node],
    ['place', a.location ?? 'not stated', b.location ?? 'not stated'],
  ]
  return facts.flatMap(([label, one, other]) => (one === other ? [] : [`${label}: ${one} against ${other}`]))
}
