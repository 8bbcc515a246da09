import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** Modules that cannot be loaded. */
export const loadFailures: readonly Kind[] = [
  lambda(
    'a missing package',
    { 'index.js': `const x = require('not-installed-at-all')\nexports.handler = async () => 1\n` },
    { error: "Runtime.ImportModuleError: Error: Cannot find module 'not-installed-at-all'" },
  ),
  lambda(
    'a missing package, imported',
    { 'index.mjs': `import x from 'not-installed-at-all'\nexport const handler = async () => 1\n` },
    { error: "Cannot find package 'not-installed-at-all'" },
  ),
  lambda(
    'a syntax error',
    { 'index.js': `exports.handler = async () => {\n  const a = ;\n}\n` },
    { error: "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'" },
  ),
  lambda(
    'a syntax error names its line',
    { 'index.mjs': `export const handler = async () => {\n  const a = ;\n}\n` },
    { error: '(index.mjs:2)' },
  ),
  lambda(
    'a throw at load names its line',
    {
      'index.js': `const config = undefined\n\nconst table = config.table\nexports.handler = async () => table\n`,
    },
    { error: "Cannot read properties of undefined (reading 'table') (index.js:3)" },
  ),
  lambda(
    'a rejection at load',
    {
      'index.mjs': `await Promise.reject(new Error('no secret called db'))\nexport const handler = async () => 1\n`,
    },
    { error: 'no secret called db' },
  ),
  lambda('process.exit at load', { 'index.js': `process.exit(7)\n` }, { error: 'exit status 7' }),
  lambda('throws a string at load', { 'index.js': `throw 'at load'\n` }, { error: 'at load' }),
]
