import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import { bundle, bundleRolldown, bundleUnminified } from './bundle.ts'
import { bytecode } from './bytecode.ts'
import { compileCache } from './compile-cache.ts'
import { dearestImports, lazyLoad } from './lazy.ts'
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
 * The changes to be measured of a Python function.
 * @param asked names as `--what-if` takes them; undefined for all
 * @throws ColdstartError `bad-arguments` for one that is for JavaScript
 */
export function choosePythonWhatIfs(asked: readonly string[] | undefined): WhatIfKind[] {
  const other = asked?.find((name) => name !== bytecode.name)
  if (other !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: `The change "${other}" is for JavaScript; of a Python function ${bytecode.name} is measured.`,
      command: 'why',
      suggestion: `--what-if ${bytecode.name}`,
    })
  return [bytecode]
}

/**
 * The changes to be measured: those that were asked for, else all that have something to change here.
 * @param asked names as `--what-if` takes them; undefined for all
 */
export function chooseWhatIfs(subject: WhatIfSubject, asked: readonly string[] | undefined): WhatIfKind[] {
  const lazy = () => dearestImports(subject.load).map(({ name }) => lazyLoad(name))
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
    if (name === bytecode.name)
      throw new ColdstartError('bad-arguments', {
        reason: `The change "${name}" is for Python functions.`,
        command: 'why',
        suggestion: '--what-if compile-cache',
      })
    return KINDS.filter((kind) => kind.name === name)
  })
}
