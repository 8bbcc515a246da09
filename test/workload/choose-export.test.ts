import { describe, expect, it } from 'vitest'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { writeProject } from './support/write-project.ts'

describe('which export is the function', () => {
  const open = (contract: 'lambda' | 'google', files: Record<string, string>) =>
    openOwnFunction({ path: Object.keys(files)[0] ?? '', contract, cwd: writeProject(files) })

  it.each<['lambda' | 'google', string, Record<string, string>, string]>([
    ['lambda', 'handler', { 'a.js': 'exports.handler = 1; exports.b = 2' }, 'handler'],
    ['lambda', 'the only one', { 'a.js': 'module.exports.hello = async () => 1' }, 'hello'],
    [
      'lambda',
      'SAM’s among others',
      { 'a.mjs': 'export const lambdaHandler = 1; export const helper = 2' },
      'lambdaHandler',
    ],
    [
      'lambda',
      'the one that serverless.yml names',
      {
        'src/a.js': 'exports.create = 1; exports.helper = 2',
        'serverless.yml': 'functions:\n  create:\n    handler: src/a.create\n',
      },
      'create',
    ],
    [
      'lambda',
      'the one that template.yaml names',
      {
        'fn/a.js': 'exports.one = 1; exports.two = 2',
        'template.yaml': 'Properties:\n  CodeUri: fn/\n  Handler: a.two\n',
      },
      'two',
    ],
    ['google', 'the only one', { 'index.js': 'exports.helloWorld = (req, res) => {}' }, 'helloWorld'],
    ['google', 'its file’s', { 'hello.js': 'exports.hello = 1; exports.b = 2' }, 'hello'],
  ])('%s: %s', async (contract, _, files, exportName) => {
    expect((await open(contract, files)).exportName).toBe(exportName)
  })

  it.each(['lambda', 'google'] as const)('%s: one of several has to be named', async (contract) => {
    await expect(open(contract, { 'a.js': 'exports.one = 1; exports.two = 2' })).rejects.toMatchObject({
      code: 'unclear-export',
      message: expect.stringContaining('one, two'),
      hint: expect.stringContaining('--export one'),
    })
  })

  it('a file name with a second dot is refused for Lambda, with the name to give it', async () => {
    await expect(open('lambda', { 'orders.get.js': 'exports.handler = 1' })).rejects.toMatchObject({
      code: 'dotted-name',
      hint: expect.stringContaining('orders-get.js'),
    })
  })
})
