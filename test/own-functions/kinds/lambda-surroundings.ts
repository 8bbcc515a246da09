import { type Kind, kindsOf } from './kind.ts'

const lambda = kindsOf({
  contract: 'lambda',
  from: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
})
const asks = (expression: string, before = '') => ({
  'index.mjs': `${before}\nexport const handler = async (event, context) => (${expression})\n`,
})

/** What a function finds around it: variables, disk, processes, network, context, log. */
export const lambdaSurroundings: readonly Kind[] = [
  lambda('its time zone is UTC', asks('new Date(0).getHours()'), { value: 0 }),
  lambda('the variable of its time zone', asks('process.env.TZ'), { value: ':UTC' }),
  lambda(
    'a time zone of its own',
    asks("new Date(0).toString().includes('GMT+0900') ? process.env.TZ : new Date(0).toString()"),
    { value: 'Asia/Tokyo' },
    { env: { TZ: 'Asia/Tokyo' } },
  ),
  lambda(
    'NODE_ENV is its own',
    asks('process.env.NODE_ENV'),
    { value: 'staging' },
    { env: { NODE_ENV: 'staging' } },
  ),
  lambda(
    'NODE_OPTIONS is its own',
    asks('process.env.NODE_OPTIONS'),
    { value: '--enable-source-maps' },
    { env: { NODE_OPTIONS: '--enable-source-maps' } },
  ),
  lambda(
    'a region, which is the platform’s to set',
    asks('process.env.AWS_REGION'),
    { refused: 'AWS_REGION' },
    { env: { AWS_REGION: 'eu-central-1' } },
  ),
  lambda(
    'a variable that is the platform’s',
    asks('1'),
    { refused: 'LAMBDA_TASK_ROOT' },
    { env: { LAMBDA_TASK_ROOT: '/x' } },
  ),
  lambda(
    'its own variables',
    asks(
      '({ h: process.env._HANDLER, v: process.env.AWS_LAMBDA_FUNCTION_VERSION, m: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, i: process.env.AWS_LAMBDA_INITIALIZATION_TYPE, e: process.env.AWS_EXECUTION_ENV.startsWith("AWS_Lambda_nodejs"), l: process.env.LANG, t: !!process.env._X_AMZN_TRACE_ID })',
    ),
    {
      value: {
        h: 'index.handler',
        v: '$LATEST',
        m: '512',
        i: 'on-demand',
        e: true,
        l: 'en_US.UTF-8',
        t: true,
      },
    },
    {
      words: ['--memory', '512'],
      elsewhere: { part: { h: 'index.handler', v: '$LATEST', i: 'on-demand', e: true } },
    },
  ),
  lambda(
    'nothing of the shell reaches it',
    asks(
      '[process.env.HOME, process.env.npm_config_user_agent, process.env.COLDSTART_ENVIRONMENT, process.env.COLDSTART_ENTRY].filter((x) => x !== undefined)',
    ),
    { value: [] },
  ),
  lambda(
    'its context',
    asks(
      "({ n: context.functionName, v: context.functionVersion, m: context.memoryLimitInMB, id: /^[0-9a-f-]{36}$/.test(context.awsRequestId), arn: context.invokedFunctionArn.startsWith('arn:aws:lambda:'), g: context.logGroupName, s: context.logStreamName.includes('[$LATEST]'), i: context.identity ?? null, c: context.clientContext ?? null })",
    ),
    {
      value: {
        n: 'index',
        v: '$LATEST',
        m: '1024',
        id: true,
        arn: true,
        g: '/aws/lambda/index',
        s: true,
        i: null,
        c: null,
      },
    },
    { isAlone: true, elsewhere: { part: { v: '$LATEST', m: '1024', id: true, arn: true, s: true } } },
  ),
  lambda('its working directory is its task root', asks('process.cwd() === process.env.LAMBDA_TASK_ROOT'), {
    value: true,
  }),
  lambda(
    'reads a file by a relative path',
    {
      ...asks("readFileSync('data/list.txt', 'utf8')", "import { readFileSync } from 'node:fs'"),
      'data/list.txt': 'one',
    },
    { value: 'one' },
  ),
  lambda(
    'reads a file beside itself',
    {
      'src/index.mjs': `import { readFile } from 'node:fs/promises'\nexport const handler = async () => readFile(new URL('./t.txt', import.meta.url), 'utf8')\n`,
      'src/t.txt': 'beside',
    },
    { value: 'beside' },
  ),
  lambda(
    'reads a file by __dirname',
    {
      'src/index.js': `const t = require('fs').readFileSync(require('path').join(__dirname, '..', 'templates', 'a.html'), 'utf8')\nexports.handler = async () => t\n`,
      'templates/a.html': '<p>',
      'package.json': '{}',
    },
    { value: '<p>' },
  ),
  lambda(
    'cannot write beside itself',
    {
      'index.js': `const fs = require('fs')\nexports.handler = async () => { try { fs.writeFileSync('cache.json', '{}'); return 'written' } catch (e) { return e.code } }\n`,
    },
    { value: 'EROFS' },
    { from: 'Lambda: /var/task is read-only' },
  ),
  lambda(
    'writes to /tmp and reads it again',
    {
      'index.js': `const fs = require('fs')\nexports.handler = async () => { fs.writeFileSync('/tmp/coldstart-kind.txt', 'x'); return fs.readdirSync('/tmp') }\n`,
    },
    { value: ['coldstart-kind.txt'] },
  ),
  lambda('os.tmpdir is /tmp', asks('os.tmpdir()', "import os from 'node:os'"), { value: '/tmp' }),
  lambda(
    'counts its invocations',
    { 'index.js': `let n = 0\nexports.handler = async () => ++n\n` },
    { value: 1 },
  ),
  lambda(
    'a child process',
    {
      'index.js': `const { execFileSync } = require('child_process')\nexports.handler = async () => execFileSync(process.execPath, ['-p', '1 + 1']).toString().trim()\n`,
    },
    { value: '2' },
  ),
  lambda(
    'a program beside it',
    {
      'src/index.mjs': `import { execFileSync } from 'node:child_process'\nexport const handler = async () => execFileSync(process.execPath, ['tools/helper.mjs']).toString()`,
      'tools/helper.mjs': `import { word } from './word.mjs'\nprocess.stdout.write(word)`,
      'tools/word.mjs': `export const word = 'from the helper'`,
      'package.json': '{}',
    },
    { value: 'from the helper' },
    { deployed: true },
  ),
  lambda(
    'a shell command',
    {
      'index.js': `const { execSync } = require('child_process')\nexports.handler = async () => execSync('echo hi').toString().trim()\n`,
    },
    { value: 'hi' },
  ),
  lambda(
    'a child process that outlives the reply',
    {
      'index.js': `const { spawn } = require('child_process')\nexports.handler = async () => { spawn('sleep', ['30'], { detached: true, stdio: 'ignore' }).unref(); return 'spawned' }\n`,
    },
    { value: 'spawned' },
  ),
  lambda(
    'a fork of another file',
    {
      'index.js': `const { fork } = require('child_process')\nexports.handler = () => new Promise((resolve) => fork('./child.js').once('message', resolve))\n`,
      'child.js': `process.send({ from: 'child' })\n`,
    },
    { value: { from: 'child' } },
  ),
  lambda(
    'a worker thread',
    {
      'index.js': `const { Worker } = require('worker_threads')\nexports.handler = () => new Promise((resolve, reject) => new Worker('./w.js').once('message', resolve).once('error', reject))\n`,
      'w.js': `require('worker_threads').parentPort.postMessage(6 * 7)\n`,
    },
    { value: 42 },
  ),
  lambda(
    'a server at load',
    {
      'index.js': `const http = require('http')\nconst server = http.createServer((q, s) => s.end('inner'))\nconst up = new Promise((r) => server.listen(0, '127.0.0.1', r))\nexports.handler = async () => { await up; const r = await fetch('http://127.0.0.1:' + server.address().port); return r.text() }\n`,
    },
    { value: 'inner' },
  ),
  lambda(
    'an agent that keeps connections',
    {
      'index.js': `const http = require('http')\nconst agent = new http.Agent({ keepAlive: true })\nconst server = http.createServer((q, s) => s.end('x')).listen(0, '127.0.0.1')\nserver.unref()\nexports.handler = (event, context) => new Promise((resolve) => http.get({ port: server.address().port, host: '127.0.0.1', agent }, (res) => { res.resume(); res.on('end', () => resolve(res.statusCode)) }))\n`,
    },
    { value: 200 },
  ),
  lambda(
    'a fetch that is refused',
    {
      'index.js': `exports.handler = async () => { const r = await fetch('http://127.0.0.1:9/'); return r.status }\n`,
    },
    { error: 'TypeError: fetch failed' },
  ),
  lambda(
    'AsyncLocalStorage',
    {
      'index.js': `const { AsyncLocalStorage } = require('async_hooks')\nconst als = new AsyncLocalStorage()\nexports.handler = (event, context) => als.run({ id: 1 }, async () => { await null; return als.getStore().id })\n`,
    },
    { value: 1 },
  ),
  lambda(
    'logs of every kind',
    {
      'index.js': `exports.handler = async () => { console.log({ a: 1 }, [1], new Error('x'), undefined); console.info('%s is %d', 'x', 1); console.warn('w'); console.error(new Error('shown')); console.debug('d'); console.trace('t'); console.table([{ a: 1 }]); console.dir({ a: 1 }); console.time('t'); console.timeEnd('t'); console.group('g'); console.groupEnd(); process.stdout.write('raw'); process.stderr.write('raw\\n'); return 'logged' }\n`,
    },
    { value: 'logged' },
  ),
  lambda(
    'console.fatal',
    { 'index.js': `exports.handler = async () => { console.fatal('really'); return 'logged' }\n` },
    { value: 'logged' },
  ),
  lambda(
    'a great deal of log',
    {
      'index.js': `exports.handler = async () => { for (let i = 0; i < 20000; i++) console.log('line ' + i + ' ' + 'x'.repeat(200)); return 'logged' }\n`,
    },
    { value: 'logged' },
  ),
  lambda(
    'an error that is logged and no failure',
    {
      'index.js': `exports.handler = async () => { console.error('TypeError: not a failure'); return 'fine' }\n`,
    },
    { value: 'fine' },
  ),
  lambda(
    'replaces console',
    {
      'index.js': `console.log = () => {}\nexports.handler = async () => { console.log('x'); return 'silent' }\n`,
    },
    { value: 'silent' },
  ),
  lambda(
    'SIGTERM handlers',
    {
      'index.js': `process.on('SIGTERM', () => { console.log('shutting down'); process.exit(0) })\nexports.handler = async () => 'ok'\n`,
    },
    { value: 'ok' },
  ),
  lambda(
    'a warning from Node',
    {
      'index.js': `process.emitWarning('old')\nexports.handler = async () => { new Buffer(1); return 'warned' }\n`,
    },
    { value: 'warned' },
  ),
  lambda(
    'changes the working directory',
    { 'index.js': `process.chdir('/tmp')\nexports.handler = async () => process.cwd()\n` },
    { value: '/tmp' },
  ),
  lambda(
    'reads a link beside itself',
    {
      'index.js': `exports.handler = async () => require('fs').readFileSync('current.txt', 'utf8')\n`,
      'v1.txt': 'linked',
    },
    { value: 'linked' },
    { links: { 'current.txt': 'v1.txt' } },
  ),
  lambda(
    'requires through a link to a folder',
    {
      'index.js': `exports.handler = async () => require('./lib/x')\n`,
      'real/x.js': `module.exports = 'through a link'\n`,
    },
    { value: 'through a link' },
    { links: { lib: 'real' } },
  ),
  lambda(
    'a loop of links beside it',
    { 'index.js': `exports.handler = async () => 'ok'\n`, 'a/x.txt': '' },
    { value: 'ok' },
    { links: { 'a/b': '..', self: 'self' } },
  ),
  lambda(
    'pnpm’s layout',
    {
      'index.js': `exports.handler = async () => require('dep')\n`,
      'package.json': '{"dependencies":{"dep":"1"}}',
      'node_modules/.pnpm/dep@1.0.0/node_modules/dep/index.js': `module.exports = 'dep ' + require('inner')\n`,
      'node_modules/.pnpm/dep@1.0.0/node_modules/dep/package.json': '{"name":"dep"}',
      'node_modules/.pnpm/inner@1.0.0/node_modules/inner/index.js': `module.exports = 'inner'\n`,
      'node_modules/.pnpm/inner@1.0.0/node_modules/inner/package.json': '{"name":"inner"}',
    },
    { value: 'dep inner' },
    {
      links: {
        'node_modules/dep': '.pnpm/dep@1.0.0/node_modules/dep',
        'node_modules/.pnpm/dep@1.0.0/node_modules/inner': '../../inner@1.0.0/node_modules/inner',
      },
    },
  ),
  lambda(
    'a package that names itself',
    {
      'src/app.mjs': `import { x } from 'self/lib'\nexport const handler = async () => x\n`,
      'package.json': '{"name":"self","type":"module","exports":{"./lib":"./src/lib.mjs"}}',
      'src/lib.mjs': `export const x = 'self'\n`,
    },
    { value: 'self' },
  ),
  lambda(
    'a dependency with conditions',
    {
      'index.mjs': `import v from 'dual'\nexport const handler = async () => v\n`,
      'package.json': '{}',
      'node_modules/dual/package.json':
        '{"name":"dual","exports":{".":{"import":"./i.mjs","require":"./i.cjs"}}}',
      'node_modules/dual/i.mjs': `export default 'import'\n`,
      'node_modules/dual/i.cjs': `module.exports = 'require'\n`,
    },
    { value: 'import' },
  ),
  lambda(
    'a link to a package outside the project',
    {
      'fn/index.js': `exports.handler = async () => require('shared')\n`,
      'fn/package.json': '{"name":"fn"}',
      'libs/shared/index.js': `module.exports = 'shared'\n`,
      'libs/shared/package.json': '{"name":"shared"}',
    },
    { value: 'shared' },
    { links: { 'fn/node_modules/shared': '../../libs/shared' }, from: 'npm link, file: dependencies' },
  ),
  lambda(
    'reads .env beside itself with dotenv',
    {
      'index.js': `const fs = require('fs')\nexports.handler = async () => fs.existsSync('.env')\n`,
      '.env': 'A=1',
    },
    { value: false },
    { from: 'the issue: nothing named .env* is part of a package' },
  ),
  lambda(
    'a results folder deeper down is its own',
    {
      'index.js': `exports.handler = async () => require('./src/results/x.json').a\n`,
      'src/results/x.json': '{"a":1}',
    },
    { value: 1 },
  ),
  lambda(
    'an event',
    asks('event'),
    { value: { orderId: 7, items: ['a'] } },
    { request: { event: { orderId: 7, items: ['a'] } } },
  ),
  lambda(
    'an event in other scripts',
    asks('event.name'),
    { value: 'Łódź 你好' },
    { request: { event: { name: 'Łódź 你好' } } },
  ),
  lambda('an event that is a list', asks('event.length'), { value: 2 }, { request: { event: [1, 2] } }),
  lambda(
    'a client of AWS’s SDK signs what it sends to a stand-in',
    {
      'index.mjs': `import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'\nimport http from 'node:http'\nconst server = http.createServer((req, res) => { req.resume(); res.setHeader('content-type', 'application/x-amz-json-1.0'); res.end(JSON.stringify({ TableNames: [req.headers.authorization.split(' ')[0]] })) })\nawait new Promise((r) => server.listen(0, '127.0.0.1', r))\nserver.unref()\nconst client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:' + server.address().port })\nexport const handler = async () => (await client.send(new ListTablesCommand({}))).TableNames\n`,
    },
    { value: ['AWS4-HMAC-SHA256'] },
    { packages: 'own-functions', from: 'Lambda: the role’s credentials are variables' },
  ),
]
