import { type Kind, kindsOf } from './kind.ts'

const typescript = kindsOf({ contract: 'lambda', from: 'what tsc and esbuild make of it' })
const PACKAGE = { 'package.json': '{"name":"t"}' }
const MODULE = { 'package.json': '{"name":"t","type":"module"}' }

/** Functions in TypeScript and JSX, run as they are written. */
export const typescriptKinds: readonly Kind[] = [
  typescript(
    'types, enums and namespaces',
    {
      'index.ts': `import type { Context } from 'aws-lambda'\nenum Colour { Red = 'red' }\nconst enum Size { Big = 3 }\nnamespace Util { export const twice = (n: number): number => n * 2 }\ninterface Event { readonly n?: number }\nexport const handler = async (event: Event, context: Context) => [Colour.Red, Size.Big, Util.twice(2), (event.n ?? 1)!] as const\n`,
      ...PACKAGE,
    },
    { value: ['red', 3, 4, 1] },
  ),
  typescript(
    'classes with decorators',
    {
      'index.ts': `function logged(target: any, key: string, d: PropertyDescriptor) { const old = d.value; d.value = function (...a: any[]) { return 'logged ' + old.apply(this, a) } }\nclass Service { constructor(private readonly name: string) {} @logged hi() { return this.name } }\nexport const handler = async () => new Service('Ada').hi()\n`,
      'tsconfig.json': '{"compilerOptions":{"experimentalDecorators":true}}',
      ...PACKAGE,
    },
    { value: 'logged Ada' },
  ),
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
    'export =',
    {
      'index.ts': `const api = { handler: async (): Promise<string> => 'assigned' }\nexport = api\n`,
      ...PACKAGE,
    },
    { value: 'assigned' },
  ),
  typescript(
    'import x = require',
    {
      'index.ts': `import path = require('node:path')\nexport const handler = async () => path.posix.join('a', 'b')\n`,
      ...PACKAGE,
    },
    { value: 'a/b' },
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
    'await at its top',
    {
      'index.mts': `const ready: Promise<string> = Promise.resolve('ready')\nconst text = await ready\nexport const handler = async () => text\n`,
      ...PACKAGE,
    },
    { value: 'ready' },
  ),
  typescript(
    '.cts',
    {
      'index.cts': `const x: number = 1\nexports.handler = async () => [x, typeof require, typeof module]\n`,
      ...MODULE,
    },
    { value: [1, 'function', 'object'] },
  ),
  typescript(
    'satisfies, using and override',
    {
      'index.ts': `const table = { a: 1 } satisfies Record<string, number>\nclass A { f() { return 1 } }\nclass B extends A { override f() { return table.a + 1 } }\nlet closed = false\nfunction work() { using _ = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: () => { closed = true } }; return new B().f() }\nexport const handler = async () => { const n = work(); return { n, closed } }\n`,
      ...PACKAGE,
    },
    { value: { n: 2, closed: true } },
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
    'a throw names the line of its source',
    {
      'index.ts': `interface A {\n  a: number\n}\nexport const handler = async () => {\n  const x: A | undefined = undefined as unknown as A\n  return x.a\n}\n`,
      ...PACKAGE,
    },
    { error: '(index.ts:6)' },
  ),
  typescript(
    'a syntax error',
    { 'index.ts': `export const handler = async () => {\n  const a: = 1\n}\n`, ...PACKAGE },
    { refused: 'index.ts:2' },
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
  typescript(
    'decorators that are told of types',
    {
      'index.ts': `const seen: Record<string, string> = {}\n;(Reflect as any).metadata = (key: string, value: { name?: string }) => (_: unknown, at: string) => { seen[key + ':' + at] = value.name ?? '' }\nconst Inject = (): any => () => {}\nclass Dep {}\nclass Service { @Inject() dep!: Dep }\nexport const handler = async () => [new Service() instanceof Service, seen['design:type:dep']]\n`,
      'tsconfig.json': '{"extends":"./tsconfig.base.json"}',
      'tsconfig.base.json':
        '{"compilerOptions":{"experimentalDecorators":true,"emitDecoratorMetadata":true,"target":"ES2020"}}',
      ...PACKAGE,
    },
    { value: [true, 'Dep'] },
    { packages: 'zisi', from: 'what tsc makes of it' },
  ),
  typescript(
    'decorators that are told of types, without TypeScript',
    {
      'index.ts': `export const handler = async () => 1\n`,
      'tsconfig.json': '{"compilerOptions":{"emitDecoratorMetadata":true}}',
      ...PACKAGE,
    },
    { refused: 'emitDecoratorMetadata' },
  ),
  typescript(
    'Google’s in TypeScript',
    {
      'src/index.ts': `import { http, Request, Response } from '@google-cloud/functions-framework'\nhttp('ts', (req: Request, res: Response) => { res.send('google ' + req.method) })\n`,
      ...PACKAGE,
    },
    { value: 'google GET' },
    { contract: 'google', packages: 'functions-framework' },
  ),
]
