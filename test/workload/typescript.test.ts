import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { serveOwn, writeProject } from '../engine/support/own-function.ts'

describe('a function in TypeScript', () => {
  it('runs on Vercel as it is written', async () => {
    const code = `import type { VercelRequest, VercelResponse } from '@vercel/node'
      export default function handler(req: VercelRequest, res: VercelResponse) { res.json({ q: req.query }) }`
    const { url } = await serveOwn('vercel', { 'api/a.ts': code }, 'api/a.ts')
    expect(await (await fetch(`${url}?name=Ada`)).json()).toEqual({ q: { name: 'Ada' } })
  })

  it('is transpiled once, and again when a module of it has changed', async () => {
    const folder = writeProject({ 'app.ts': 'export const handler = (a: number) => a' })
    const open = () => openOwnFunction({ path: 'app.ts', contract: 'lambda', cwd: folder })
    const [first, second] = [await open(), await open()]
    expect(second.generated).toEqual(first.generated)
    expect(existsSync(join(folder, '.coldstart/typescript'))).toBe(true)
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(folder, 'app.ts'), 'export const handler = (b: number) => b + 1')
    expect((await open()).generated?.[0]?.text).toContain('b + 1')
  })

  it('that cannot be read is an error with the place', async () => {
    const folder = writeProject({ 'app.ts': 'export const handler = (\n' })
    await expect(openOwnFunction({ path: 'app.ts', contract: 'lambda', cwd: folder })).rejects.toMatchObject({
      code: 'not-transpiled',
      message: expect.stringContaining('app.ts:'),
    })
  })
})
