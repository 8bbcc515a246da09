import { describe, expect, it } from 'vitest'
import { createDeployment, waitForDeployment } from '../../../src/providers/vercel/deployment.ts'
import { openVercelApi } from '../../../src/providers/vercel/vercel-api.ts'
import { platform } from '../../support/scripted-replies.ts'

const project = { id: 'prj', name: 'coldstart-x' }
const deploymentRequest = {
  project,
  // The file that the recorded reply misses.
  files: [{ path: 'index.mjs', bytes: Uint8Array.of(1) }],
  prebuilt: true,
  environment: 'production' as const,
  nodeVersion: '24.x',
  meta: {},
}

describe('what Vercel really sends', () => {
  const call = async (name: string) => {
    const api = await openVercelApi(await platform(name))
    return api.call({ action: 'create a project', method: 'POST', path: '/v11/projects', json: {} })
  }
  const deploy = async (name: string) =>
    createDeployment(deploymentRequest, await openVercelApi(await platform(name)))
  const wait = async (name: string) => {
    const context = await platform(name)
    return waitForDeployment('dpl_1', 'production', await openVercelApi(context), context)
  }

  it('a blocked account is no matter of the token', async () => {
    await expect(call('V account blocked')).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('Account is blocked'),
      hint: expect.stringContaining('another token does not help'),
    })
  })

  it.each([
    ['V doctor 403 invalidToken', 'remote-unauthorized', 'Not authorized'],
    ['V 5xx html', 'remote-failed', '502 Bad Gateway'],
    ['V create project 409', 'remote-failed', 'already exists'],
  ])('%s is %s', async (name, code, words) => {
    await expect(call(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it.each([
    ['V 402 free per day', 'remote-quota', 'api-deployments-free-per-day'],
    ['V missing_project_settings', 'remote-failed', 'projectSettings'],
  ])('%s is %s', async (name, code, words) => {
    await expect(deploy(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it('missing files are uploaded, and the deployment is asked for again', async () => {
    expect(await deploy('V missing_files 400 then 200')).toBe('dpl_stub')
  })

  it('the shortest alias is the host', async () => {
    expect(await wait('V aliasAssigned number, QUEUED first')).toEqual({
      id: 'dpl_1',
      host: 'coldstart-x.vercel.app',
    })
  })

  it('a deployment that stays staged is said after a wait', async () => {
    await expect(wait('V READY but STAGED, never aliased')).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('READY and stays STAGED'),
    })
  })
})
