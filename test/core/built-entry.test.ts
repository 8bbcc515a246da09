import { describe, expect, it } from 'vitest'
import { builtEntry } from '../../src/core/built-entry.ts'

describe('the path of a built entry', () => {
  it('is in dist/ for a caller in src/', () => {
    const caller = 'file:///home/src/coldstart/src/engine/start-engine.ts'
    expect(builtEntry(caller, './engine-process.js')).toBe(
      '/home/src/coldstart/dist/engine/engine-process.js',
    )
  })

  it('is beside a caller that is built itself', () => {
    const caller = 'file:///app/src/node_modules/coldstart/dist/engine/start-engine.js'
    expect(builtEntry(caller, './runtime/x.js')).toBe(
      '/app/src/node_modules/coldstart/dist/engine/runtime/x.js',
    )
  })
})
