import type { Kind } from '../kind.ts'
import { MODULE, PACKAGE, typescript } from './rows.ts'

/** What TypeScript imports, and from where. */
export const modules: readonly Kind[] = [
  typescript(
    'paths of tsconfig.json',
    {
      'src/index.ts': `import { hi } from '@lib/hi'\nexport const handler = async () => hi\n`,
      'src/lib/hi.ts': `export const hi = 'paths'\n`,
      'tsconfig.json':
        '{ // comments are allowed\n "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["src/lib/*"] }, }, }',
      ...PACKAGE,
    },
    { value: 'paths' },
  ),
  typescript(
    'imports that end in .js',
    {
      'index.ts': `import { a } from './a.js'\nimport b from './b/index.js'\nexport const handler = async () => a + b\n`,
      'a.ts': `export const a: string = 'a'\n`,
      'b/index.ts': `export default 'b'\n`,
      ...MODULE,
    },
    { value: 'ab' },
  ),
  typescript(
    'imports that end in .ts',
    {
      'index.ts': `import { a } from './a.ts'\nexport const handler = async () => a\n`,
      'a.ts': `export const a = 'a'\n`,
      ...MODULE,
    },
    { value: 'a' },
  ),
  typescript(
    'a JSON import',
    {
      'index.ts': `import data from './data.json'\nexport const handler = async () => data.a\n`,
      'data.json': '{"a":1}',
      ...PACKAGE,
    },
    { value: 1 },
  ),
  typescript(
    'a file beside a nested module',
    {
      'src/index.ts': `import { text } from './lib/read'\nexport const handler = async () => text()\n`,
      'src/lib/read.ts': `import { readFileSync } from 'node:fs'\nimport { join } from 'node:path'\nexport const text = () => readFileSync(join(__dirname, 'a.txt'), 'utf8')\n`,
      'src/lib/a.txt': 'nested',
      ...PACKAGE,
    },
    { value: 'nested' },
  ),
  typescript(
    'a file beside a nested ES module',
    {
      'src/index.ts': `import { text } from './lib/read.js'\nexport const handler = async () => text()\n`,
      'src/lib/read.ts': `import { readFileSync } from 'node:fs'\nexport const text = () => readFileSync(new URL('./a.txt', import.meta.url), 'utf8')\n`,
      'src/lib/a.txt': 'nested',
      ...MODULE,
    },
    { value: 'nested' },
  ),
  typescript(
    'a name with a dot',
    { 'orders.handler.ts': `export const handler = async () => 'dotted'\n`, ...PACKAGE },
    { value: 'dotted' },
  ),
  typescript(
    'the only export is of another name',
    {
      'app.ts': `import { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'\nexport const lambdaHandler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => ({ statusCode: 200, body: 'sam' })\n`,
      ...PACKAGE,
    },
    { part: { body: 'sam' } },
    { found: true, from: 'sam init, hello-world-typescript' },
  ),
  typescript(
    'a module that is not there',
    { 'index.ts': `import { a } from './not-there'\nexport const handler = async () => a\n`, ...PACKAGE },
    { refused: 'not-there' },
  ),
  typescript(
    'JSX on Vercel',
    {
      'api/page.tsx': `import { h } from '../lib/h'\n/** @jsx h */\nexport default (req: unknown, res: { send(text: string): void }) => res.send(<b>hi</b> as unknown as string)\n`,
      'lib/h.ts': `export const h = (tag: string, _: unknown, ...inside: string[]) => '<' + tag + '>' + inside.join('') + '</' + tag + '>'\n`,
      ...PACKAGE,
    },
    { value: '<b>hi</b>' },
    { contract: 'vercel' },
  ),
  typescript(
    'JSX that tsconfig.json leaves to a bundler, as in a project of Next.js',
    {
      'api/page.ts': `import { page } from '../lib/page'\nexport const GET = (): Response => Response.json(page)\n`,
      'lib/page.tsx': `export const page = <b id="a">hi</b>\n`,
      'node_modules/react/package.json': '{"name":"react","exports":{"./jsx-runtime":"./jsx-runtime.js"}}',
      'node_modules/react/jsx-runtime.js': `exports.jsx = (type, props) => ({ type, props })\n`,
      'tsconfig.json': '{"compilerOptions":{"jsx":"preserve"}}',
      ...PACKAGE,
    },
    { value: { type: 'b', props: { id: 'a', children: 'hi' } } },
    { contract: 'vercel' },
  ),
  typescript(
    'a dynamic import of a module',
    {
      'index.ts': `export const handler = async () => (await import('./late')).late\n`,
      'late.ts': `export const late: string = 'late'\n`,
      ...PACKAGE,
    },
    { value: 'late' },
  ),
  typescript(
    'a package beside it',
    {
      'index.ts': `import { name } from 'dep'\nexport const handler = async () => name as string\n`,
      'node_modules/dep/package.json': '{"name":"dep","main":"i.js"}',
      'node_modules/dep/i.js': `exports.name = 'dep'\n`,
      ...PACKAGE,
    },
    { value: 'dep' },
  ),
  typescript(
    'a package of the workspace that is TypeScript itself, and what only that one has installed',
    {
      'packages/app/src/index.ts': `import { hi } from '@acme/shared'\nimport { plain } from '@acme/plain'\nexport const handler = async () => hi('x') + plain\n`,
      'packages/app/package.json': '{"name":"app","type":"module"}',
      'packages/shared/package.json': '{"name":"@acme/shared","exports":{".":"./src/index.ts"}}',
      'packages/shared/src/index.ts': `import { dep } from 'dep'\nimport { readFileSync } from 'node:fs'\nexport const hi = (a: string): string => dep + readFileSync(new URL('./t.txt', import.meta.url), 'utf8') + a\n`,
      'packages/shared/src/t.txt': 't',
      'packages/shared/node_modules/dep/package.json': '{"name":"dep","main":"i.js"}',
      'packages/shared/node_modules/dep/i.js': `exports.dep = 'dep'\n`,
      'packages/plain/package.json': '{"name":"@acme/plain","main":"i.js"}',
      'packages/plain/i.js': `exports.plain = require('node:path').basename(__dirname)\n`,
      'package.json': '{"private":true,"workspaces":["packages/*"]}',
    },
    { value: 'deptxplain' },
    {
      links: {
        'packages/app/node_modules/@acme/shared': '../../../shared',
        'packages/app/node_modules/@acme/plain': '../../../plain',
      },
      words: ['--root', '.'],
    },
  ),
]
