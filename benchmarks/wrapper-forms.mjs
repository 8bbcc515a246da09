// The functions that benchmarks/wrapper.mjs measures, each packed as its platform gets it, with the module that proves
// cold starts or without.
import { unzipSync } from 'fflate'
import { makePackage } from '../dist/modules/providers/google/make-package.js'
import { makePythonPackage } from '../dist/modules/providers/google/python-package.js'
import { packFunction } from '../dist/modules/providers/lambda/function-package.js'
import {
  packNetlifyCode,
  readBootstrap,
  zipFunction,
} from '../dist/modules/providers/netlify/function-zip.js'
import { makeBuildOutput } from '../dist/modules/providers/vercel/build-output.js'
import { makeVercelPackage } from '../dist/modules/providers/vercel/function-package.js'
import { vercelOptions } from '../dist/modules/providers/vercel/options.js'
import { openSource } from '../dist/modules/workload/workload-source.js'

/**
 * By title: the code of a function, the file that it is in (`fn.js`), whether that is an ES module, and `pack`, which
 * gives the files that are uploaded and what the engine is told of them; for Python also `environment`, the folder of
 * test/oracles/languages with what its platform installs.
 */
export const FORMS = {
  'Vercel, (req, res)': { pack: vercel, code: 'module.exports = (req, res) => res.end("ok")' },
  'Vercel, fetch handler': {
    pack: vercel,
    code: 'export default { fetch: () => new Response("ok") }',
    esm: true,
  },
  'Netlify, v2': { pack: netlify, code: 'export default async () => new Response("ok")', esm: true },
  'Netlify, v1': { pack: netlify, code: 'exports.handler = async () => ({ statusCode: 200, body: "ok" })' },
  'Lambda, function URL': {
    pack: lambda,
    code: 'exports.handler = async () => ({ statusCode: 200, body: "ok" })',
  },
  Google: { pack: google, code: 'exports.hello = (req, res) => res.send("ok")' },
  'Python, Google': {
    pack: pythonOnGoogle,
    file: 'main.py',
    code: 'import functions_framework\n@functions_framework.http\ndef hello(request):\n    return "ok"\n',
  },
  'Python, Google aio': {
    pack: pythonOnGoogle,
    file: 'main.py',
    code: 'import functions_framework.aio\n@functions_framework.aio.http\nasync def hello(request):\n    return "ok"\n',
  },
  'Python, Vercel': {
    pack: pythonOnVercel,
    file: 'api/fn.py',
    code: "def app(environ, start):\n    start('200 OK', [])\n    return [b'ok']\n",
  },
}

async function vercel(file, wrapper) {
  const spec = { runId: 'r', workload: { file }, replicas: 1, options: vercelOptions.parse({}), wrapper }
  const made = await makeVercelPackage(spec, 'generation', Date.now())
  const prefix = '.vercel/output/functions/api/hello-0.func/'
  const inside = makeBuildOutput(made, spec).filter(({ path }) => path.startsWith(prefix))
  const files = Object.fromEntries(inside.map(({ path, bytes }) => [path.slice(prefix.length), bytes]))
  return { files, contract: 'vercel', entry: 'api/hello-0.mjs', exportName: 'default' }
}

async function netlify(file, proves) {
  const code = await packNetlifyCode(await openSource({ file }, { contract: 'netlify' }), { proves })
  const files = unzipSync((await zipFunction('fn', code, 'generation', await readBootstrap())).zip)
  const entry = '___netlify-entry-point.mjs' in files ? '___netlify-entry-point.mjs' : 'fn.mjs'
  return { files, contract: 'netlify', form: 'v1', entry, exportName: 'handler' }
}

async function lambda(file, proves) {
  const { zip, handler } = await packFunction(await openSource({ file }, { contract: 'lambda' }), { proves })
  const files = unzipSync(zip)
  const stem = handler.slice(0, handler.lastIndexOf('.'))
  const entry = Object.keys(files).find((name) => name.startsWith(`${stem}.`))
  return { files, contract: 'lambda', entry, exportName: handler.slice(stem.length + 1) }
}

async function google(file, proves) {
  const source = await openSource({ file, exportName: 'hello' }, { contract: 'google' })
  const files = unzipSync((await makePackage(source, proves)).zip)
  return {
    files,
    contract: 'google',
    entry: JSON.parse(Buffer.from(files['package.json'])).main,
    exportName: 'hello',
  }
}

/** Google's build installs the framework; here it is that of test/oracles/languages. */
async function pythonOnGoogle(file, proves) {
  const source = await openSource({ file }, { contract: 'google' })
  const { zip, buildVariables = {} } = await makePythonPackage(source, proves)
  const { GOOGLE_FUNCTION_SOURCE: entry = 'main.py' } = buildVariables
  const served = { contract: 'google', language: 'python', entry, exportName: 'hello' }
  return { files: unzipSync(zip), environment: '.venv', ...served }
}

async function pythonOnVercel(file, wrapper) {
  const options = vercelOptions.parse({})
  const spec = { runId: 'r', workload: { file }, replicas: 1, runtime: 'python3.13', options, wrapper }
  const made = await makeVercelPackage(spec, 'generation', Date.now())
  const files = Object.fromEntries(made.files.map(({ path, bytes }) => [path, bytes]))
  const served = { contract: 'vercel', language: 'python', entry: 'api/hello-0.py', exportName: 'app' }
  return { files, environment: '.venv-newest', ...served }
}
