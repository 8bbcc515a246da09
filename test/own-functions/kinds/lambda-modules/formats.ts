import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** ES modules and CommonJS, what they import, and names of files. */
export const formats: readonly Kind[] = [
  lambda(
    'a .cjs file in a module package',
    { 'index.cjs': `exports.handler = async () => 'cjs'\n`, 'package.json': '{"type":"module"}' },
    { value: 'cjs' },
  ),
  lambda(
    'a .js file in a module package',
    {
      'index.js': `export const handler = async () => import.meta.url.endsWith('/index.js')\n`,
      'package.json': '{"type":"module"}',
    },
    { value: true },
  ),
  lambda(
    'a .mjs file with await at its top',
    {
      'index.mjs': `const config = await Promise.resolve({ table: 'orders' })\nexport const handler = async () => config\n`,
    },
    { value: { table: 'orders' } },
  ),
  lambda(
    'ES syntax in a .js file without a type',
    {
      'index.js': `import path from 'node:path'\nexport const handler = async () => path.posix.join('a', 'b')\n`,
    },
    { value: 'a/b' },
  ),
  lambda(
    'CommonJS in a module package',
    { 'index.js': `exports.handler = async () => 1\n`, 'package.json': '{"type":"module"}' },
    { error: 'exports is not defined in ES module scope' },
  ),
  lambda(
    'require in a module',
    { 'index.mjs': `const fs = require('fs')\nexport const handler = async () => 1\n` },
    { error: 'require is not defined in ES module scope' },
  ),
  lambda(
    '__dirname in a module',
    { 'index.mjs': `export const handler = async () => __dirname\n` },
    { error: '__dirname is not defined' },
  ),
  lambda(
    'import.meta.dirname',
    {
      'index.mjs': `import { basename } from 'node:path'\nexport const handler = async () => typeof import.meta.dirname\n`,
    },
    { value: 'string' },
  ),
  lambda(
    'imports JSON with an attribute',
    {
      'index.mjs': `import data from './data.json' with { type: 'json' }\nexport const handler = async () => data\n`,
      'data.json': '{"a":1}',
    },
    { value: { a: 1 } },
  ),
  lambda(
    'requires JSON',
    {
      'index.js': `const data = require('./data.json')\nexports.handler = async () => data\n`,
      'data.json': '{"a":1}',
    },
    { value: { a: 1 } },
  ),
  lambda(
    'a dynamic import by a computed name',
    {
      'index.mjs': `export const handler = async () => (await import(\`./routes/\${'users'}.mjs\`)).default\n`,
      'routes/users.mjs': `export default 'users'\n`,
    },
    { value: 'users' },
  ),
  lambda(
    'a require by a computed name',
    {
      'index.js': `const load = (name) => require('./routes/' + name)\nexports.handler = async () => load('users')\n`,
      'routes/users.js': `module.exports = 'users'\n`,
    },
    { value: 'users' },
  ),
  lambda(
    'modules that import each other',
    {
      'index.js': `exports.name = 'index'\nconst b = require('./b')\nexports.handler = async () => b.of()\n`,
      'b.js': `const a = require('./index')\nexports.of = () => a.name\n`,
    },
    { value: 'index' },
  ),
  lambda(
    'a byte order mark and CRLF',
    { 'index.js': '\uFEFF"use strict";\r\nexports.handler = async () => "bom"\r\n' },
    { value: 'bom' },
  ),
  lambda(
    'a hashbang',
    { 'index.mjs': '#!/usr/bin/env node\nexport const handler = async () => "bang"\n' },
    { value: 'bang' },
  ),
  lambda(
    'a name with a dot',
    { 'orders.get.js': `exports.handler = async () => 'dotted'\n` },
    { refused: 'orders-get.js' },
    { from: 'aws-lambda-ric: Cannot find module orders; the issue: an error that says what to type' },
  ),
  lambda(
    'a name with a space',
    { 'my function.js': `exports.handler = async () => 'spaced'\n` },
    { value: 'spaced' },
    { elsewhere: { refused: 'holds no spaces' }, deployed: true },
  ),
  lambda(
    'a folder with brackets',
    { 'src/[id]/get.mjs': `export const handler = async () => 'bracket'\n` },
    { value: 'bracket' },
  ),
  lambda(
    'a folder with a dot',
    { 'src/v1.2/get.mjs': `export const handler = async () => 'v1.2'\n` },
    { value: 'v1.2' },
    { from: 'the file named is the file loaded' },
  ),
  lambda(
    'a name in another script',
    { 'przykład.mjs': `export const handler = async () => 'ł'\n` },
    { value: 'ł' },
  ),
  lambda(
    'index.js in a nested folder',
    { 'functions/users/index.js': `exports.handler = async () => 'nested'\n` },
    { value: 'nested' },
  ),
  lambda(
    'WebAssembly',
    {
      'index.mjs': `const bytes = Uint8Array.from([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11])\nconst { instance } = await WebAssembly.instantiate(bytes)\nexport const handler = async () => instance.exports.add(2, 3)\n`,
    },
    { value: 5 },
  ),
]
