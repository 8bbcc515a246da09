import { platform } from 'node:os'
import { resolve } from 'node:path'
import type { BenchContext } from '../../bench/session.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { Workload } from '../../workload/workload.ts'
import { refuseOtherLanguage } from './choose.ts'
import { findNodes, readNode } from './find-nodes.ts'
import type { WhatIfSubject } from './what-if.ts'

/** What of a request says on which Nodes a function is tried. */
export interface NodesAsked {
  /** Changes that are measured, by name; `all` that have something to change. */
  readonly whatIfs: readonly string[] | 'all'
  /** Paths of Nodes to try, in place of the newer ones that are installed. */
  readonly nodes: readonly string[]
}

/**
 * The Nodes that a function is tried on: none where no what-if is about Node.
 * @throws ColdstartError `bad-arguments` for a path that is no Node, and for changes that are for another language;
 * `without-effect` for a path where the function is Python
 */
export async function nodesToTry(
  { whatIfs, nodes }: NodesAsked,
  language: Workload['language'],
  context: BenchContext,
): Promise<WhatIfSubject['nodes']> {
  if (whatIfs !== 'all') refuseOtherLanguage(whatIfs, language)
  if (language !== undefined && nodes.length > 0)
    throw new ColdstartError('without-effect', {
      option: '--node',
      why: 'The function is Python',
      command: 'why',
    })
  const isTried = whatIfs === 'all' || whatIfs.some((name) => name.startsWith('node'))
  return isTried && language === undefined ? nodesAtHand(nodes, context) : []
}

/** @throws ColdstartError `bad-arguments` for a path that is no Node */
async function nodesAtHand(
  paths: readonly string[],
  { env, home, cwd }: BenchContext,
): Promise<WhatIfSubject['nodes']> {
  const named = await Promise.all(paths.map((path) => readNode(resolve(cwd, path))))
  if (named.length > 0) return named.map((one) => ({ ...one, isNamed: true }))
  return findNodes({ env, home: home ?? env.HOME ?? env.USERPROFILE ?? cwd, platform: platform() })
}
