import type { LoadedModule, LoadReport } from '../../core/load-report.ts'
import { formatMs } from '../format-ms.ts'
import { element, type Markup } from '../html/markup.ts'

/** Of the load; what takes less is counted, and not named. */
const LEAST_SHARE = 0.01

/** The load as a tree that is opened and closed with the keyboard, the branches that take longest first. */
export function loadTree({ modules, loadMs }: LoadReport): Markup {
  const branch = (parent: number | undefined): Markup | undefined => {
    const inside = modules
      .map((module, index) => ({ module, index }))
      .filter(({ module }) => module.parent === parent)
      .sort((a, b) => b.module.totalMs - a.module.totalMs)
    const named = inside.filter(({ module }) => module.totalMs >= loadMs * LEAST_SHARE)
    if (named.length === 0) return undefined
    const less = inside.length - named.length
    return element(
      'ul',
      {},
      named.map(({ module, index }) => {
        const below = branch(index)
        const words = wordsOf(module)
        return element('li', {}, below ? element('details', {}, element('summary', {}, words), below) : words)
      }),
      less > 0 ? element('li', { class: 'soft' }, `${less} that take less than 1 %`) : undefined,
    )
  }
  return branch(undefined) ?? element('p', {}, 'Nothing of it takes 1 % of the load.')
}

function wordsOf({ name, totalMs, selfMs, importedBy }: LoadedModule): string {
  const line = importedBy?.line === undefined ? '' : `:${importedBy.line}`
  const by = importedBy ? `, imported by ${importedBy.file}${line}` : ''
  return `${name}: ${formatMs(totalMs)} ms, ${formatMs(selfMs)} ms its own${by}`
}
