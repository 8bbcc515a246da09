import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { LambdaOptions } from '../../../src/providers/lambda/options.ts'
import type { DeploySpec } from '../../../src/providers/provider.ts'
import { architectureOf } from '../../../src/workload/binary-architecture.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { sendRequest } from '../../support/send-request.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function created(spec: DeploySpec<LambdaOptions>) {
  const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
  const { targets } = await lambdaProvider.deploy(spec, context)
  const input = aws.calls.find(({ operation }) => operation === 'CreateFunction')?.input as {
    Runtime: string
    Handler: string
    SnapStart?: unknown
    Code: { ZipFile: string | Uint8Array }
  }
  const { ZipFile } = input.Code
  const zip = typeof ZipFile === 'string' ? Buffer.from(ZipFile, 'base64') : ZipFile
  return { input, target: targets[0], files: Object.keys(unzipSync(new Uint8Array(zip))) }
}

/** A header of an executable for Linux on that machine. */
function elf(machine: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.write('\x7fELF', 'latin1')
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

function ownFile(name: string, content: string | Buffer) {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  chmodSync(file, 0o755)
  return { file }
}

describe('a runtime other than Node’s on Lambda', () => {
  it.each([
    ['python3.14', 'app.handler', 'app.py'],
    ['ruby3.4', 'app.handler', 'app.rb'],
    ['nodejs24.x', 'lambda.handler', 'lambda.mjs'],
  ])('gets the sample function in its language: %s', async (runtime, handler, file) => {
    const { input, files, target } = await created(lambdaSpec({ runtime }))
    expect(input).toMatchObject({ Runtime: runtime, Handler: handler })
    expect(files).toContain(file)
    expect(target?.runtime).toBe(runtime)
  })

  it.each([
    ['app.py', 'def handler(event, context):\n    return 1\n', 'python3.14', 'app.handler'],
    ['app.rb', 'def handler(event:, context:)\nend\n', 'ruby3.4', 'app.handler'],
    ['bootstrap', elf(0x3e), 'provided.al2023', 'bootstrap.handler'],
  ])(
    'is that of a function of one’s own, unless it is named: %s',
    async (name, content, runtime, handler) => {
      const { input, files } = await created(lambdaSpec({ workload: ownFile(name, content) }))
      expect(input).toMatchObject({ Runtime: runtime, Handler: handler })
      expect(files).toEqual([name])
    },
  )

  it('is asked for by the name that AWS has, in whatever case it was written', async () => {
    const { input, target } = await created(lambdaSpec({ runtime: 'Python3.14' }))
    expect(input.Runtime).toBe('python3.14')
    expect(target?.runtime).toBe('python3.14')
  })

  it('with snapshots gets cold by versions: each that is published is waited for and invoked by its number', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    const options = { snapStart: true, evictBy: 'versions', versionsPerBatch: 1 } as const
    let deployment = await lambdaProvider.deploy(lambdaSpec({ runtime: 'python3.14' }, options), context)
    const qualifiers: (string | undefined)[] = []
    const invocations: (number | undefined)[] = []
    for (let round = 0; round < 2; round++) {
      aws.calls.length = 0
      const targets = (await lambdaProvider.evict?.(deployment, context)) ?? []
      deployment = { ...deployment, targets: [...targets] }
      const asked = aws.calls.map(({ operation }) => operation)
      expect(asked.lastIndexOf('GetFunction')).toBeGreaterThan(asked.indexOf('PublishVersion'))
      const [target] = targets
      if (!target) throw new Error('no target')
      qualifiers.push(/Qualifier=(\d+)$/.exec(target.url)?.[1])
      const reply = await sendRequest(await lambdaProvider.request(target, 'n', context), context.clock)
      invocations.push(lambdaProvider.interpret(reply, 'n').instance?.invocation)
    }
    expect(qualifiers).toEqual(['2', '3'])
    expect(invocations).toEqual([1, 1])
    expect(aws.refusals).toEqual([])
  })

  it('takes snapshots of Python, whose first version is invoked', async () => {
    const options = { snapStart: true, evictBy: 'versions' } as const
    const { input, target } = await created(lambdaSpec({ runtime: 'python3.14' }, options))
    expect(input.SnapStart).toEqual({ ApplyOn: 'PublishedVersions' })
    expect(target?.url).toMatch(/\?Qualifier=1$/)
  })

  const python = () => ownFile('app.py', 'def handler(event, context):\n    return 1\n')
  it.each([
    [
      'one that takes no new functions',
      () => lambdaSpec({ runtime: 'python3.7' }),
      /no new functions of python3.7 since 2024-01-09/,
    ],
    ['a slip', () => lambdaSpec({ runtime: 'pyhton3.14' }), 'Did you mean python3.14?'],
    [
      'one that does not run the file',
      () => lambdaSpec({ runtime: 'nodejs24.x', workload: python() }),
      /does not run/,
    ],
    ['what only the engine has', () => lambdaSpec({ runtime: 'bun' }), /no runtime "bun"/],
    ['the sample, compiled', () => lambdaSpec({ runtime: 'provided.al2023' }), /not compiled/],
    [
      'a bootstrap that nothing runs',
      () => lambdaSpec({ workload: ownFile('bootstrap', 'echo hello\n') }),
      /not a script that begins with #!/,
    ],
    [
      'a bootstrap for another machine',
      () => lambdaSpec({ workload: ownFile('bootstrap', elf(0xb7)) }),
      /built for arm64/,
    ],
  ])('refuses %s before anything is asked of AWS', async (_what, spec, words) => {
    const { aws, context } = await awsTest()
    const error = await lambdaProvider.deploy(spec(), context).catch((one: unknown) => one)
    const { message, hint } = error as { message: string; hint: string }
    expect(`${message} ${hint}`).toMatch(words)
    expect(aws.calls).toEqual([])
  })
})

it('reads for which machine an executable is built', () => {
  expect(architectureOf(elf(0x3e))).toBe('x86_64')
  expect(architectureOf(elf(0xb7))).toBe('arm64')
  expect(architectureOf(Buffer.from('#!/bin/sh\n'))).toBeUndefined()
})
