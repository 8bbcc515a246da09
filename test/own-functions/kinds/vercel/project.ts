import type { Kind } from '../kind.ts'
import { vercel } from './rows.ts'

/** What lies around a function, and what it is told. */
export const projects: readonly Kind[] = [
  vercel(
    'maxDuration',
    `export const maxDuration = 30\nexport const config = { maxDuration: 30 }\nexport default (req, res) => res.send('ok')`,
    { value: 'ok' },
  ),
  vercel(
    'a stream by res.write',
    `module.exports = async (req, res) => { for (const part of ['a', 'b', 'c']) { res.write(part); await new Promise((r) => setTimeout(r, 5)) } res.end() }`,
    { value: 'abc' },
  ),
  vercel(
    'pipes a file',
    {
      'api/a.js': `const fs = require('fs'), path = require('path')\nmodule.exports = (req, res) => { res.setHeader('content-type', 'text/plain'); fs.createReadStream(path.join(process.cwd(), 'public', 'a.txt')).pipe(res) }`,
      'public/a.txt': 'from a file',
      'package.json': '{}',
    },
    { value: 'from a file' },
  ),
  vercel(
    'a link to a module that imports and reads what is beside it',
    {
      'src/a.mjs': `import { readFileSync } from 'node:fs'\nimport { dep } from './dep.mjs'\nconst data = readFileSync(new URL('./data.txt', import.meta.url), 'utf8')\nexport default (req, res) => res.end(dep + data)\n`,
      'src/dep.mjs': `export const dep = 'beside '\n`,
      'src/data.txt': 'the target',
      'package.json': '{}',
    },
    { value: 'beside the target' },
    { entry: 'api/a.mjs', links: { 'api/a.mjs': '../src/a.mjs' }, deployed: true },
  ),
  vercel(
    'its variables',
    `module.exports = (req, res) => res.json({ v: process.env.VERCEL, e: typeof process.env.VERCEL_ENV, r: typeof process.env.VERCEL_REGION, n: process.env.NODE_ENV, t: process.env.TZ })`,
    { part: { v: '1', e: 'string', r: 'string', n: 'production' } },
  ),
  vercel(
    'a module package',
    {
      'api/a.js': `import { x } from '../lib/x.js'\nexport default (req, res) => res.send(x)`,
      'lib/x.js': `export const x = 'esm'`,
      'package.json': '{"type":"module"}',
    },
    { value: 'esm' },
  ),
  vercel(
    'found by its place',
    { 'api/hello.js': `module.exports = (req, res) => res.send('found')`, 'package.json': '{}' },
    { value: 'found' },
    { found: true },
  ),
  vercel(
    'a default export outside of api/',
    { 'server.js': `export default (req, res) => res.send('outside')`, 'package.json': '{"type":"module"}' },
    { value: 'outside' },
  ),
  vercel(
    'an image',
    `module.exports = (req, res) => { res.setHeader('content-type', 'image/gif'); res.send(Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')) }`,
    { headers: { 'content-type': 'image/gif' } },
  ),
  vercel(
    'a response with a default value',
    `export default function handler(req, res = {}) { res.end('default value') }`,
    { value: 'default value' },
  ),
  vercel(
    'api/ wins over an export called handler too',
    {
      'api/a.js': `export async function handler(event) { return 'for Lambda' }\nexport default (req, res) => res.send('for Vercel')`,
      'package.json': '{}',
    },
    { value: 'for Vercel' },
    { found: true },
  ),
  vercel(
    'forks a program beside it',
    {
      'api/a.js': `const { fork } = require('child_process')
module.exports = (req, res) => { const child = fork(require('path').join(__dirname, 'helper.js')); child.once('message', (word) => { child.disconnect(); res.json(word) }) }`,
      'api/helper.js': `process.send(require('./helper-part').word)`,
      'api/helper-part.js': `exports.word = 'from the helper'`,
      'package.json': '{}',
    },
    { value: 'from the helper' },
    { deployed: true },
  ),
]
