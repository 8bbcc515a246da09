import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFunctionFolder } from '../../src/workload/function-folder.ts'
import { environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const source = 'export const handler = async () => ({ ok: true })\n'

/** @param links where each leads, by its path */
function folderWith(files: readonly string[], links: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'lib'))
  mkdirSync(join(folder, 'node_modules'))
  for (const name of files) writeFileSync(join(folder, name), source)
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path))
  return folder
}

describe('a folder with a function', () => {
  it.each([
    ['its entry', { 'lambda.mjs': '/etc/hostname' }, 'lambda.mjs (to /etc/hostname)'],
    ['its entry within the folder', { 'lambda.mjs': 'other.mjs' }, 'lambda.mjs (to other.mjs)'],
    ['a file further down', { 'lib/data.json': '/etc/hostname' }, 'lib/data.json (to /etc/hostname)'],
    ['a link to nowhere', { 'lib/gone.mjs': './nowhere.mjs' }, 'lib/gone.mjs (to ./nowhere.mjs)'],
    ['a folder', { assets: '..' }, 'assets (to ..)'],
  ])('is refused where it holds links: %s', async (_, links, words) => {
    const files = 'lambda.mjs' in links ? ['other.mjs'] : ['lambda.mjs']
    const folder = folderWith(files, links as Record<string, string>)
    await expect(openFunctionFolder({ folder, contract: 'lambda' })).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining(words),
    })
  })

  it('may have linked packages', async () => {
    const folder = folderWith(['lambda.mjs'], { 'node_modules/mine': '../lib' })
    expect(await openFunctionFolder({ folder, contract: 'lambda' })).toMatchObject({ entry: 'lambda.mjs' })
  })

  it.each([
    ['links', () => folderWith(['other.mjs'], { 'lambda.mjs': 'other.mjs' }), /holds links: lambda\.mjs/],
    ['nothing', () => folderWith([]), /has no lambda\.mjs/],
    ['no adapter', () => folderWith(['server.mjs']), /has no lambda\.mjs/],
    ['missing', () => join(temporaryFolder(), 'nowhere'), /no function at/i],
  ])(
    'that is of no use fails before the first create, as a setting of the user: %s',
    async (_, make, words) => {
      const aws = await startAwsStandIn()
      onTestFinished(() => aws.close())
      const line = `bench --deploy --yes --provider lambda --region us-east-1 --cold 1 --warm 0 --fixture ${make()}`
      const { code, stderr } = await runInProcess(line.split(' '), { env: environmentFor(aws) })
      expect(stderr).toMatch(words)
      expect(code).toBe(2)
      expect(aws.calls.filter(({ operation }) => /^(Create|Put)/.test(operation))).toEqual([])
    },
  )
})
