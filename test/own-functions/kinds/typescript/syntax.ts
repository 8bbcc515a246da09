import type { Kind } from '../kind.ts'
import { MODULE, PACKAGE, typescript } from './rows.ts'

/** What the language has over JavaScript. */
export const syntax: readonly Kind[] = [
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
