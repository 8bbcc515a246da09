import { join } from 'node:path'
import type { Contract } from '../../workload/contract.ts'
import type { NodeBinary } from '../../workload/workload-description.ts'
import { compareVersions, majorOf } from './find-nodes.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/**
 * The same package under other Nodes: those that the user names, else the newer ones that are installed.
 * @param wanted a major version or a whole one; all of them where it is left out
 */
export function otherNodes({ nodes, nodeVersion }: WhatIfSubject, wanted?: string): WhatIfKind[] {
  const newer = nodes.filter(({ isNamed, version }) => isNamed || majorOf(version) > majorOf(nodeVersion))
  const meant = wanted === undefined ? newer : nodes.filter(({ version }) => isOf(version, wanted))
  if (meant.length === 0) return [noNode(wanted)]
  return [...meant].sort((a, b) => compareVersions(a.version, b.version)).map(underNode)
}

/** Whether there is one that was not asked for by name. */
export function hasOtherNodes({ nodes, nodeVersion }: WhatIfSubject): boolean {
  return nodes.some(({ isNamed, version }) => isNamed || majorOf(version) > majorOf(nodeVersion))
}

function isOf(version: string, wanted: string): boolean {
  const plain = wanted.replace(/^v/, '')
  return version === plain || version.startsWith(`${plain}.`)
}

function noNode(wanted: string | undefined): WhatIfKind {
  const name = wanted === undefined ? 'node' : `node:${wanted}`
  return {
    name,
    title: wanted === undefined ? 'a newer Node' : `Node ${wanted}`,
    async make() {
      throw new WhatIfImpossible('none was found on PATH or in a version manager; --node names one')
    },
  }
}

function underNode({ path, version }: NodeBinary): WhatIfKind {
  return {
    name: `node:${version}`,
    title: `Node ${version}`,
    async make(subject, copy) {
      const folder = await copy()
      return {
        entry: join(folder, subject.entry),
        node: { path, version },
        how: settingOf(subject.contract, majorOf(version)),
      }
    },
  }
}

/** How a platform is told. */
function settingOf(contract: Contract, major: number): string {
  if (contract === 'vercel') return `"engines": { "node": "${major}.x" } in package.json`
  if (contract === 'netlify') return `NODE_VERSION=${major} in netlify.toml or the site's settings`
  if (contract === 'google') return `gcloud functions deploy --runtime nodejs${major}`
  return `the runtime nodejs${major}.x`
}
