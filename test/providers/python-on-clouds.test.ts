import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { prepareGoogle } from '../../src/providers/google/prepare-google.ts'
import { runtimeOf } from '../../src/providers/google/refuse-impossible.ts'
import { makeVercelPackage } from '../../src/providers/vercel/function-package.ts'
import { sampleFolder } from '../../src/workload/sample.ts'
import { writeProject } from '../engine/support/own-function.ts'
import { googleProvider, vercelProvider } from '../support/connected-providers.ts'
import { specFor } from '../support/stand-in/deploy-setup.ts'

const NOW = Date.parse('2026-11-28')
const HTTP = 'import functions_framework\n@functions_framework.http\ndef hello(request):\n    return ""\n'
const WSGI = 'def app(environ, start):\n    pass\n'

const textsOf = (files: readonly { path: string; bytes: Uint8Array }[]) =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]))

async function google(files: Readonly<Record<string, string>>, entry = 'main.py', wrapper = true) {
  const file = `${writeProject(files)}/${entry}`
  const { pack, ...rest } = await prepareGoogle(
    specFor(googleProvider, {}, { workload: { file }, wrapper }),
    NOW,
  )
  const unzipped = Object.entries(unzipSync(pack.zip)).map(([path, bytes]) => ({ path, bytes }))
  return { ...rest, files: textsOf(unzipped), build: pack.buildVariables }
}

describe('a Python function for Google', () => {
  it('goes with an entry that proves it, and with the framework among its dependencies', async () => {
    const made = await google({ 'main.py': HTTP, 'requirements.txt': 'flask==3.1.3\n', 'data.txt': 'x' })
    expect(made).toMatchObject({
      entryPoint: 'hello',
      isEvent: false,
      build: { GOOGLE_FUNCTION_SOURCE: '___coldstart_entry.py' },
    })
    expect(made.files['requirements.txt']).toBe('flask==3.1.3\nfunctions-framework==3.*\n')
    expect(made.files['___coldstart_entry.py']).toContain('hello = prove_google(user.hello)')
    expect(Object.keys(made.files)).toEqual(
      expect.arrayContaining(['main.py', 'data.txt', '___coldstart_proof.py']),
    )
  })

  it('goes as it is without the wrapper, and another file than main.py is named', async () => {
    const plain = await google(
      { 'main.py': HTTP, 'requirements.txt': 'functions-framework==3.9\n' },
      'main.py',
      false,
    )
    expect(plain.build).toBeUndefined()
    expect(plain.files).toEqual({ 'main.py': HTTP, 'requirements.txt': 'functions-framework==3.9\n' })
    const other = await google({ 'orders.py': HTTP }, 'orders.py', false)
    expect(other.build).toEqual({ GOOGLE_FUNCTION_SOURCE: 'orders.py' })
    expect(other.files['requirements.txt']).toBe('functions-framework==3.*\n')
  })

  it('with a pyproject.toml that lacks the framework is refused before anything is made', async () => {
    const project = (dependency: string) => `[project]\nname = "x"\ndependencies = ["${dependency}"]\n`
    const made = google({ 'main.py': HTTP, 'pyproject.toml': project('flask') })
    await expect(made).rejects.toMatchObject({
      code: 'cannot-deploy',
      hint: expect.stringContaining('functions-framework'),
    })
    const named = await google({ 'main.py': HTTP, 'pyproject.toml': project('functions-framework>=3') })
    expect(Object.keys(named.files)).not.toContain('requirements.txt')
  })

  it.each([
    ['python3.13', 'python313'],
    ['python312', 'python312'],
    [undefined, 'python314'],
  ])('runs on %s', (wanted, runtime) => {
    expect(runtimeOf(wanted, { file: '/x/main.py' }, NOW)).toBe(runtime)
  })

  it('does not run on Node, nor JavaScript on Python', () => {
    const refused = expect.objectContaining({ code: 'cannot-deploy' })
    expect(() => runtimeOf('nodejs24', { file: '/x/main.py' }, NOW)).toThrowError(refused)
    expect(() => runtimeOf('python3.13', { file: '/x/main.mjs' }, NOW)).toThrowError(refused)
    expect(() => runtimeOf('python3.13', { file: '/x/main.mjs' }, NOW)).toThrowError(/does not run \/x\/main/)
  })

  it.each(['python3.13', 'Python313'])('is not a folder of JavaScript, by %s', async (runtime) => {
    const folder = writeProject({ 'package.json': '{}', 'index.js': 'exports.handler = () => {}\n' })
    const prepared = prepareGoogle(specFor(googleProvider, {}, { workload: { folder }, runtime }), NOW)
    await expect(prepared).rejects.toMatchObject({ message: expect.stringContaining('is not Python') })
  })
})

async function vercel(workload: { file: string } | { folder: string }, given: object = {}) {
  const spec = specFor(vercelProvider, {}, { workload, wrapper: true, ...given })
  const made = await makeVercelPackage(spec, 'generation', NOW)
  return { ...made, texts: textsOf(made.files) }
}

describe('a Python function for Vercel', () => {
  it('goes as a project that Vercel builds: a module a copy, what installs it, and the version', async () => {
    const folder = writeProject({ 'api/orders.py': WSGI, 'requirements.txt': 'flask\n', 'shared.py': '' })
    const made = await vercel({ file: `${folder}/api/orders.py` }, { replicas: 2, runtime: 'python3.13' })
    expect(made.pythonVersion).toBe('3.13')
    expect(Object.keys(made.texts)).toEqual(
      expect.arrayContaining([
        'api/hello-0.py',
        'api/hello-1.py',
        'function/api/orders.py',
        'function/shared.py',
        'requirements.txt',
      ]),
    )
    expect(made.texts['.python-version']).toBe('3.13\n')
    expect(made.texts['api/hello-0.py']).toMatch(/^app = prove_vercel\(user\.app\)$/m)
    expect(made.texts['api/hello-0.py']).not.toBe(made.texts['api/hello-1.py'])
    const { functions } = JSON.parse(made.texts['vercel.json'] ?? '{}')
    expect(Object.keys(functions)).toEqual(expect.arrayContaining(['api/hello-0.py', 'api/hello-1.py']))
  })

  it('of the sample is a class, as a person would write it, on Vercel’s own default version', async () => {
    const made = await vercel({ folder: sampleFolder }, { runtime: 'python3.12' })
    expect(made.texts['api/hello-0.py']).toMatch(/^class handler\(prove_vercel\(user\.handler\)\):$/m)
    expect(made.texts['.python-version']).toBe('3.12\n')
  })

  it('is not a folder of JavaScript, whatever that lacks', async () => {
    const folder = writeProject({
      'package.json': '{"dependencies":{"not-installed":"1"}}',
      'vercel.mjs': 'export const GET = () => new Response()\n',
    })
    await expect(vercel({ folder }, { runtime: 'python3.13' })).rejects.toMatchObject({
      message: expect.stringContaining('is not Python'),
    })
  })

  it.each([
    ['nodejs24.x', 'api/a.py'],
    ['python3.13', 'api/a.mjs'],
  ])('is not run by %s where it is %s', async (runtime, path) => {
    const folder = writeProject({ 'api/a.py': WSGI, 'api/a.mjs': 'export default () => {}\n' })
    await expect(vercel({ file: `${folder}/${path}` }, { runtime })).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining('does not run'),
    })
  })
})
