import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { authenticate } from '../../../src/providers/google/authenticate.ts'
import { findCredentials } from '../../../src/providers/google/find-credentials.ts'
import { findProject } from '../../../src/providers/google/find-project.ts'
import { startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { startMetadataServer } from '../../support/google-stand-in/metadata-server.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const alone = { METADATA_SERVER_DETECTION: 'none' }

describe('credentials of Google Cloud are looked for where Google looks', () => {
  it('in the file that GOOGLE_APPLICATION_CREDENTIALS names', async () => {
    const path = await write(temporaryFolder(), 'key.json', { type: 'service_account' })
    const found = await findCredentials(context({ GOOGLE_APPLICATION_CREDENTIALS: path }))
    expect(found).toMatchObject({ kind: 'file', source: `GOOGLE_APPLICATION_CREDENTIALS (${path})` })
  })

  it.each([
    ['~/.config/gcloud', '.config/gcloud', {}],
    ['CLOUDSDK_CONFIG', 'elsewhere', { CLOUDSDK_CONFIG: 'elsewhere' }],
    ['%APPDATA%/gcloud', 'roaming/gcloud', { APPDATA: 'roaming' }],
  ])('in the file of gcloud under %s', async (_, folder, variables) => {
    const home = temporaryFolder()
    const path = await write(join(home, folder), 'application_default_credentials.json', {
      type: 'authorized_user',
    })
    const env = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, join(home, value)]),
    )
    expect(await findCredentials(context(env, home))).toMatchObject({
      kind: 'file',
      source: expect.stringContaining(path),
    })
  })

  it('on the metadata server, and nowhere else when there is none', async () => {
    const server = await startMetadataServer({ 'instance/id': '1', 'project/project-id': 'from-metadata' })
    const here = context({ GCE_METADATA_HOST: server.host, METADATA_SERVER_DETECTION: undefined })
    expect(await findCredentials(here)).toEqual({ kind: 'metadata', source: 'the metadata server' })
    expect(await findProject(here)).toEqual({ id: 'from-metadata', source: 'the metadata server' })
    expect(await findCredentials(context())).toBeUndefined()
  })

  it('takes no server for the metadata server that does not say it is', async () => {
    const server = await startMetadataServer({ 'instance/id': '1' }, {})
    const here = context({ GCE_METADATA_HOST: server.host, METADATA_SERVER_DETECTION: undefined })
    expect(await findCredentials(here)).toBeUndefined()
  })

  it.each([
    ['a missing file', undefined, 'no such file'],
    ['a file that is not JSON', '{"private_key": "s3cret-s3cret', 'it is not JSON'],
    ['JSON of another kind', '{"installed": {}}', 'it has no "type"'],
  ])('names %s and what to do', async (_, text, reason) => {
    const path = join(temporaryFolder(), 'key.json')
    if (text) await writeFile(path, text)
    const error = await findCredentials(context({ GOOGLE_APPLICATION_CREDENTIALS: path })).catch((e) => e)
    expect(error).toMatchObject({ code: 'google-credentials', message: expect.stringContaining(reason) })
    expect(error.hint).toContain('gcloud auth application-default login')
    expect(error.message).not.toContain('s3cret')
  })

  it('says how to log in when there are none', async () => {
    await expect(authenticate(context()).identity()).rejects.toMatchObject({
      code: 'google-credentials',
      hint: expect.stringContaining('gcloud auth login alone is not enough'),
    })
  })

  it('says whose credentials were refused when a login has run out', async () => {
    const cloud = await startGoogleCloud()
    onTestFinished(() => cloud.close())
    const json = { ...cloud.tokens.userFile, refresh_token: 'of-last-year' }
    const path = await write(temporaryFolder(), 'adc.json', json)
    const here = createTestContext({
      env: { ...alone, GOOGLE_APPLICATION_CREDENTIALS: path },
      baseUrls: cloud.baseUrls,
    })
    const { accessToken } = await authenticate(here).identity()
    await expect(accessToken()).rejects.toMatchObject({
      code: 'google-credentials',
      message: `No usable Google Cloud credentials: GOOGLE_APPLICATION_CREDENTIALS (${path}) was refused: invalid_grant.`,
    })
  })

  it('asks for one access token and keeps it', async () => {
    const cloud = await startGoogleCloud()
    onTestFinished(() => cloud.close())
    const path = await write(temporaryFolder(), 'key.json', cloud.tokens.serviceAccountFile)
    const here = createTestContext({
      env: { ...alone, GOOGLE_APPLICATION_CREDENTIALS: path },
      baseUrls: cloud.baseUrls,
    })
    const google = authenticate(here)
    const first = await (await google.identity()).accessToken()
    expect(await (await google.identity()).accessToken()).toBe(first)
    expect(cloud.calls).toEqual(['Token'])
  })
})

describe('the project of Google Cloud', () => {
  it('is the option before anything else', async () => {
    const found = await findProject(context({ GOOGLE_CLOUD_PROJECT: 'from-env' }), 'from-option')
    expect(found).toEqual({ id: 'from-option', source: 'the project option' })
  })

  it('is the variable, then the active configuration of gcloud, then the key file', async () => {
    const home = temporaryFolder()
    const key = await write(home, 'key.json', { type: 'service_account', project_id: 'from-key' })
    const env = { GOOGLE_APPLICATION_CREDENTIALS: key }
    expect(await findProject(context(env, home))).toMatchObject({ id: 'from-key' })
    const gcloud = join(home, '.config/gcloud')
    await write(
      join(gcloud, 'configurations'),
      'config_work',
      '[compute]\nproject = wrong\n[core]\naccount = a@b.c\nproject = from-gcloud\n',
    )
    await write(gcloud, 'active_config', 'work\n')
    expect(await findProject(context(env, home))).toEqual({ id: 'from-gcloud', source: 'gcloud config' })
    const named = { ...env, GCLOUD_PROJECT: 'from-env' }
    expect(await findProject(context(named, home))).toEqual({ id: 'from-env', source: 'GCLOUD_PROJECT' })
  })

  it('is asked for when nothing names it', async () => {
    await expect(findProject(context())).rejects.toMatchObject({
      code: 'google-project',
      hint: expect.stringContaining('GOOGLE_CLOUD_PROJECT'),
    })
  })
})

function context(env: Record<string, string | undefined> = {}, home = temporaryFolder()) {
  return createTestContext({ env: { ...alone, ...env }, home })
}

async function write(folder: string, name: string, content: unknown): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
