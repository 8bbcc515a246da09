import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** How packages are laid out beside it. */
export const packages: readonly Kind[] = [
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
]
