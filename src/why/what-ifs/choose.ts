import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { Language } from '../../workload/workload-description.ts'
import { bundle, bundleRolldown, bundleUnminified } from './bundle.ts'
import { bytecode } from './bytecode.ts'
import { compileCache } from './compile-cache.ts'
import { lazyLoad, slowestImports } from './lazy.ts'
import { noSourceMaps } from './no-source-maps.ts'
import { otherFormat } from './other-format.ts'
import { hasOtherNodes, otherNodes } from './other-node.ts'
import type { WhatIfKind, WhatIfSubject } from './what-if.ts'

const KINDS: readonly WhatIfKind[] = [
  bundle,
  bundleUnminified,
  bundleRolldown,
  otherFormat,
  compileCache,
  noSourceMaps,
]

const LAZY = /^lazy(?::(.+))?$/
const NODE = /^node(?::(v?\d+(?:\.\d+){0,2}))?$/

/**
 * Reads `--what-if`.
 * @throws ColdstartError `bad-arguments` for a change that nobody knows, with the nearest name
 */
export function checkWhatIfs(asked: readonly string[]): void {
  const names = [...KINDS, bytecode].map(({ name }) => name).concat('node', 'lazy')
  const unknown = asked.find((name) => !names.includes(name) && !LAZY.test(name) && !NODE.test(name))
  if (unknown === undefined) return
  const meant = suggestionFor(unknown, names)
  throw new ColdstartError('bad-arguments', {
    reason: `There is no change "${unknown}"; there are ${names.join(', ')}, node:<version> and lazy:<package>.`,
    command: 'why',
    suggestion: meant && `--what-if ${meant}`,
  })
}

/**
 * Refuses a change that is for functions in another language, before anything is measured for it.
 * @param asked names as `--what-if` takes them
 * @param language of the function; left out for JavaScript
 * @throws ColdstartError `bad-arguments`
 */
export function refuseOtherLanguage(asked: readonly string[], language: Language | undefined): void {
  const isPython = language === 'python'
  const other = asked.find((name) => (name === bytecode.name) !== isPython)
  if (other === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason: isPython
      ? `The change "${other}" is for JavaScript; of a Python function ${bytecode.name} is measured.`
      : `The change "${other}" is for Python functions.`,
    command: 'why',
    suggestion: `--what-if ${isPython ? bytecode.name : compileCache.name}`,
  })
}

/**
 * The changes to be measured of a JavaScript function: those that were asked for, else all that have something to
 * change here.
 * @param asked names as `--what-if` takes them; undefined for all
 */
export function chooseWhatIfs(subject: WhatIfSubject, asked: readonly string[] | undefined): WhatIfKind[] {
  const lazy = () => slowestImports(subject.load).map(({ name }) => lazyLoad(name))
  if (asked === undefined)
    return [
      ...KINDS.filter((kind) => kind.applies?.(subject) ?? true),
      ...(hasOtherNodes(subject) ? otherNodes(subject) : []),
      ...lazy(),
    ]
  return asked.flatMap((name) => {
    const [isNode, version] = NODE.exec(name) ?? []
    if (isNode !== undefined) return otherNodes(subject, version)
    const [isLazy, of] = LAZY.exec(name) ?? []
    if (isLazy !== undefined) return of === undefined ? lazy() : [lazyLoad(of)]
    return KINDS.filter((kind) => kind.name === name)
  })
}
