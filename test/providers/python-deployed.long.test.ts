import { describe, expect, it } from 'vitest'
import { benchDeployed, coldsOf, PROVEN, startGoogle, startVercel } from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { canImport, newestPythonPath, pythonPath } from '../support/python-oracle.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const INSTALL = 'bash .ci/install-oracles.sh'

describe.skipIf(!canImport(pythonPath, 'functions_framework'))(
  `a Python function deployed on Google, run by the Functions Framework as it was uploaded (enable with: ${INSTALL})`,
  () => {
    it('is proven cold by the module around it, with its variables and beside its files', async () => {
      const { cloud, env } = await startGoogle()
      const cwd = temporaryFolder()
      const source = `import os
import functions_framework
@functions_framework.http
def orders(request):
    return open('data.txt').read() + os.environ['TABLE'] + request.args['x']
`
      writeFiles(cwd, { 'main.py': source, 'data.txt': 'data ' })
      const words =
        '--function ./main.py --provider google --runtime python3.13 --env TABLE=orders --path /?x=1'
      const { samples, result } = await benchDeployed(words.split(' '), { env, cwd })
      expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
      expect(result.targets).toMatchObject([{ runtime: 'python313' }])
      expect(cloud.refusals).toEqual([])
    })

    it('is proven cold where it is asynchronous, too', async () => {
      const { env } = await startGoogle()
      const cwd = temporaryFolder()
      const source = `import functions_framework.aio
@functions_framework.aio.http
async def orders(request):
    return request.query_params['x']
`
      writeFiles(cwd, { 'main.py': source })
      const words = '--function ./main.py --provider google --runtime python3.13 --path /?x=1'
      const { samples } = await benchDeployed(words.split(' '), { env, cwd })
      expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
    })

    it('may be the sample, and its instances are counted', async () => {
      const { env } = await startGoogle()
      const words = '--provider google --runtime python3.14'.split(' ')
      const { samples } = await benchDeployed(words, { env, cwd: temporaryFolder() })
      expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
    })
  },
)

describe.skipIf(!canImport(newestPythonPath, 'vercel_runtime'))(
  `a Python function deployed on Vercel, run by vercel-runtime as it was uploaded (enable with: ${INSTALL}, with Python 3.12 or newer)`,
  () => {
    it.each([
      ['a WSGI application', "def app(environ, start):\n    start('200 OK', [])\n    return [b'hello']\n"],
      [
        'a class',
        'from http.server import BaseHTTPRequestHandler\nclass handler(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.send_response(200)\n        self.end_headers()\n',
      ],
    ])('is proven cold by the module around it, built by Vercel: %s', async (_, source) => {
      const { standIn, env } = await startVercel()
      const cwd = temporaryFolder()
      writeFiles(cwd, { 'api/hello.py': source })
      const { samples, result } = await benchDeployed(
        '--function ./api/hello.py --provider vercel --runtime python3.13'.split(' '),
        { env, cwd },
      )
      expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
      expect(result.targets).toMatchObject([{ runtime: 'python3.13' }])
      expect(standIn.refusals).toEqual([])
    })
  },
)
