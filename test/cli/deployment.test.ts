import { describe, expect, it, onTestFinished } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { contentsOf, putFunction } from '../support/aws-stand-in/aws-cloud.ts'
import { type AwsStandIn, environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { type FakeIoOptions, fakeIo } from '../support/fake-io.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function cli() {
  const aws = await startAwsStandIn()
  onTestFinished(() => aws.close())
  const cwd = temporaryFolder()
  const clock = createFakeClock()
  const run = async (line: string, options: Partial<FakeIoOptions> = {}) => {
    const io = fakeIo({ cwd, clock, env: environmentFor(aws), ...options })
    const code = await main(line.split(' '), io)
    return { code, ...io.written }
  }
  const open = () => openLedger({ cwd, clock }).open()
  return { aws, run, open, cwd, clock }
}

function made(aws: AwsStandIn): string[] {
  return aws.calls.map(({ operation }) => operation).filter((name) => name.startsWith('Create'))
}

describe('coldstart deploy', () => {
  it('shows what will be made, on which account, at what cost, before anything is made', async () => {
    const { aws, run } = await cli()
    const { code, stdout, stderr } = await run('deploy lambda', { answers: ['n'] })
    expect(stderr).toContain('AWS Lambda, account 123456789012')
    expect(stderr).toMatch(/\+ an IAM role.*\n.*\+ a function \(nodejs24\.x, 1024 MB/)
    expect(stderr).toContain('costs nothing until it is invoked')
    expect(stderr).toContain('Nothing was done.')
    expect([code, stdout, made(aws)]).toEqual([1, '', []])
  })

  it('deploys after a yes and says how to go on', async () => {
    const { aws, run, open } = await cli()
    const { code, stdout, stderr } = await run('deploy lambda --memory 512', { answers: ['y'] })
    expect(code).toBe(0)
    const [deployment] = await open()
    expect(stdout).toBe(`${deployment?.id}\n  lambda  lambda:${deployment?.targets[0]?.functionName}\n`)
    expect(stderr).toContain('coldstart bench --target lambda:coldstart-')
    expect([...aws.cloud.functions.values()][0]?.configuration).toMatchObject({ MemorySize: 512 })
  })

  it('is a usage error where nobody can be asked and --yes is missing', async () => {
    const { aws, run } = await cli()
    const { code, stderr } = await run('deploy lambda')
    expect(code).toBe(2)
    expect(stderr).toContain('--yes')
    expect(made(aws)).toEqual([])
  })

  it('interrupted half-way takes down again what it made', async () => {
    const { aws, open, cwd, clock } = await cli()
    const io = fakeIo({ cwd, clock, env: environmentFor(aws) })
    aws.onCall = ({ operation }, moment) => {
      if (operation === 'CreateFunction' && moment === 'after') io.signal('SIGINT')
    }
    expect(await main(['deploy', 'lambda', '--yes'], io)).toBe(130)
    expect(io.written.stderr).toContain('Interrupted')
    expect(contentsOf(aws.cloud)).toEqual([])
    expect(await open()).toEqual([])
  })

  it('gives JSON on stdout and nothing else there', async () => {
    const { run, open } = await cli()
    const { stdout } = await run('deploy lambda --yes --format json')
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(await open())))
  })

  it.each([
    ['deploy lamda --yes', /Did you mean lambda/],
    ['deploy lambda --lambda-mode public --yes', /lambda\.mode/],
    ['deploy lambda --memory many --yes', /--memory/],
    ['deploy lambda --replicas 0 --yes', /--replicas/],
    ['deploy lambda --format yaml --yes', /--format/],
    ['deploy --yes', /provider/],
  ])('refuses "%s" before anything is asked of AWS', async (line, words) => {
    const { aws, run } = await cli()
    const { code, stderr } = await run(line)
    expect(stderr).toMatch(words)
    expect(code).toBe(2)
    expect(aws.calls).toEqual([])
  })
})

describe('coldstart list', () => {
  it('says that there is nothing, on stderr', async () => {
    const { run } = await cli()
    expect(await run('list')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('Nothing is deployed'),
    })
  })

  it('lists what is there without asking a platform', async () => {
    const { aws, run, open } = await cli()
    await run('deploy lambda --yes')
    aws.calls.length = 0
    const { stdout } = await run('list')
    expect(stdout).toContain(`${(await open())[0]?.id}  lambda us-east-1, account 123456789012`)
    expect(stdout).toMatch(/lambda-function coldstart-/)
    expect(JSON.parse((await run('list --format json')).stdout)).toHaveLength(1)
    expect(aws.calls).toEqual([])
  })
})

describe('coldstart destroy', () => {
  it('takes the only deployment down after a yes', async () => {
    const { aws, run } = await cli()
    await run('deploy lambda --yes')
    expect((await run('destroy', { answers: ['no'] })).code).toBe(1)
    expect(contentsOf(aws.cloud)).not.toEqual([])
    expect((await run('destroy', { answers: ['yes'] })).code).toBe(0)
    expect(contentsOf(aws.cloud)).toEqual([])
    expect(await run('destroy --all --yes')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing to destroy'),
    })
  })

  it('does not guess which of several, and takes one by its id or --all of them', async () => {
    const { aws, run, open } = await cli()
    await run('deploy lambda --yes')
    await run('deploy lambda --yes')
    expect((await run('destroy --yes')).code).toBe(2)
    const [first] = await open()
    expect((await run(`destroy ${first?.id} --yes`)).code).toBe(0)
    expect(aws.cloud.functions.size).toBe(1)
    expect((await run('destroy coldstart-nonsense --yes')).code).toBe(2)
    expect((await run('destroy --all --yes')).code).toBe(0)
    expect(contentsOf(aws.cloud)).toEqual([])
  })

  it('fails and keeps the entry when something could not be taken down', async () => {
    const { aws, run, open } = await cli()
    await run('deploy lambda --yes')
    aws.misbehave({ call: 'DeleteFunction', reply: { status: 403, code: 'AccessDeniedException' } })
    const { code, stderr } = await run('destroy --yes')
    expect(code).toBe(1)
    expect(stderr).toContain('Allow lambda:DeleteFunction')
    expect(await open()).toHaveLength(1)
  })

  it('finds with --orphans what no ledger knows, and nothing of others', async () => {
    const { aws, run } = await cli()
    await run('deploy lambda --yes', { cwd: temporaryFolder() })
    putFunction(aws.cloud, 'coldstart-proxy')
    const { code, stderr } = await run('destroy --orphans --provider lambda', { answers: ['y'] })
    expect(stderr).toMatch(/lambda-function coldstart-/)
    expect(code).toBe(0)
    expect(contentsOf(aws.cloud)).toEqual(['function coldstart-proxy'])
  })
})

describe('coldstart doctor', () => {
  it('says what was found of a platform, and each problem with its remedy', async () => {
    const { run } = await cli()
    const { code, stdout } = await run('doctor lambda', { env: {} })
    expect(stdout).toMatch(
      /AWS Lambda: not ready\n {2}problem {2}region: No AWS region is set\.\n\s+→ Give --region/,
    )
    expect(code).toBe(1)
  })

  it('gives JSON', async () => {
    const { run } = await cli()
    const { stdout } = await run('doctor lambda --format json')
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ provider: 'lambda', account: '123456789012' }),
    ])
  })
})
