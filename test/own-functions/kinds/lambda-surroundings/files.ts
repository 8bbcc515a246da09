import type { Kind } from '../kind.ts'
import { asks, lambda } from './rows.ts'

/** What it reads and writes. */
export const files: readonly Kind[] = [
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
]
