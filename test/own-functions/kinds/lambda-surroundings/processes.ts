import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** What it starts, what it logs, and what outlives a reply. */
export const processes: readonly Kind[] = [
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
]
