import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtEntry, packageFolder } from '../../src/core/built-entry.ts'

describe('the folder of the package', () => {
  it('is above src/ for a module in src/', () => {
    expect(packageFolder('file:///home/src/coldstart/src/engine/start-engine.ts')).toBe('/home/src/coldstart')
  })

  it('is above dist/ for a built module, however deep', () => {
    expect(packageFolder('file:///app/dist/node_modules/coldstart/dist/chunks/errors.js')).toBe(
      '/app/dist/node_modules/coldstart',
    )
  })

  it('holds package.json', () => {
    expect(existsSync(join(packageFolder(), 'package.json'))).toBe(true)
  })
})

describe('the path of a built entry', () => {
  it('is in dist/ for a caller in src/, and the build has made it', () => {
    expect(builtEntry('engine/engine-process.js')).toBe(
      join(packageFolder(), 'dist/engine/engine-process.js'),
    )
    expect(existsSync(builtEntry('engine/engine-process.js'))).toBe(true)
  })
})
