import { describe, expect, it } from 'vitest'
import { orderFunctions } from '../../src/bench/function-orders.ts'
import { resolveConfig } from '../../src/config/resolve-config.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function given(contract: string, env: string, envFile?: string) {
  const cwd = temporaryFolder()
  writeFiles(cwd, { 'f.mjs': '', '.env': envFile ?? '' })
  const values = { functions: 'f.mjs', ...(envFile === undefined ? { env } : { envFile: '.env' }) }
  const { config } = resolveConfig({ file: { path: 'test', values } })
  const [order] = await orderFunctions(config, [contract], { cwd, env: {} })
  return order?.source.variables
}

describe('a variable that the platform sets itself', () => {
  it.each([
    ['lambda', 'AWS_REGION'],
    ['lambda', 'AWS_LAMBDA_FUNCTION_NAME'],
    ['lambda', 'AWS_SESSION_TOKEN'],
    ['lambda', '_HANDLER'],
    ['lambda', '_UNDERSCORE'],
    ['vercel', 'TZ'],
    ['vercel', 'NOW_REGION'],
    ['netlify', 'AWS_REGION'],
    ['netlify', 'SITE_ID'],
    ['google', 'PORT'],
    ['google', 'K_SERVICE'],
    ['google', 'X_GOOGLE_THING'],
    ['lambda', 'COLDSTART_ENTRY'],
  ])('is refused by name under %s: %s', async (contract, name) => {
    const refusal = {
      code: 'reserved-variable',
      message: expect.stringContaining(`--env ${name}`),
      hint: expect.stringContaining('another name'),
    }
    await expect(given(contract, `${name}=x`)).rejects.toMatchObject(refusal)
  })

  it('is refused in a file too, which is named', async () => {
    await expect(given('google', '', 'PORT=3000')).rejects.toMatchObject({
      message: expect.stringContaining('--env-file .env'),
    })
  })

  it.each([
    ['lambda', 'TZ'],
    ['lambda', 'PATH'],
    ['lambda', 'NODE_OPTIONS'],
    ['lambda', 'PORT'],
    ['vercel', 'AWS_REGION'],
    ['vercel', 'VERCEL_ENV'],
    ['netlify', 'TZ'],
    ['google', 'AWS_REGION'],
  ])('is free where it does not, under %s: %s', async (contract, name) => {
    expect(await given(contract, `${name}=x`)).toEqual({ [name]: 'x' })
  })
})
