import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { canImport, newestPythonPath, pythonPath } from '../../support/python-oracle.ts'
import { has } from '../support/has-program.ts'
import {
  build,
  isUnix,
  KILLED,
  type LanguageProject,
  onLambda,
  oracles,
  sampleWith,
  script,
  write,
} from './make-project.ts'
import { JAVA, SHELL } from './sources.ts'

/** Every language that the local engine runs beside JavaScript under Node, and every platform’s Python. */
export const projects: readonly LanguageProject[] = [
  {
    ...onLambda('python'),
    missing: has('python3', '--version') ? undefined : 'python3',
    tellsLoad: true,
    outOfMemory: KILLED,
    write(folder) {
      const source = `def handler(event, context):\n    return len(bytearray(b'x') * (event.get('megabytes', 0) << 20))\n`
      write(folder, { 'app.py': source })
      return { entry: 'app.py' }
    },
  },
  {
    ...onLambda('ruby'),
    missing: has('ruby', '--version') ? undefined : 'ruby',
    tellsLoad: true,
    outOfMemory: KILLED,
    write(folder) {
      const source = `def handler(event:, context:)\n  ('x' * ((event['megabytes'] || 0) << 20)).length\nend\n`
      write(folder, { 'app.rb': source })
      return { entry: 'app.rb' }
    },
  },
  {
    ...onLambda('go'),
    missing: has('go', 'version') ? undefined : 'go',
    tellsLoad: false,
    outOfMemory: KILLED,
    write(folder) {
      const source = sampleWith('hello-go/main.go', [
        ['Name  string `json:"name"`', 'Name  string `json:"name"`\n\tMegabytes int `json:"megabytes"`'],
        ['asked.Name + "!"', 'asked.Name + string(bytes.Repeat([]byte("x"), asked.Megabytes<<20)[:0]) + "!"'],
      ])
      write(folder, { 'main.go': source })
      build(folder, 'go', 'build', '-o', 'bootstrap', 'main.go')
      return { entry: 'bootstrap' }
    },
  },
  {
    ...onLambda('rust'),
    missing: has('rustc', '--version') ? undefined : 'rustc',
    tellsLoad: false,
    outOfMemory: KILLED,
    write(folder) {
      const source = sampleWith('hello-rust/src/main.rs', [
        [
          'let nonce =',
          `let digits: String = event.chars().filter(char::is_ascii_digit).collect();
        let megabytes: usize = if event.contains("megabytes") { digits.parse().unwrap_or(0) } else { 0 };
        std::hint::black_box(vec![b'x'; megabytes << 20]);
        let nonce =`,
        ],
      ])
      write(folder, { 'main.rs': source })
      build(folder, 'rustc', '-o', 'bootstrap', 'main.rs')
      return { entry: 'bootstrap' }
    },
  },
  {
    ...onLambda('shell'),
    missing: isUnix && has('curl', '--version') ? undefined : 'curl',
    tellsLoad: false,
    write(folder) {
      write(folder, { bootstrap: SHELL })
      chmodSync(join(folder, 'bootstrap'), 0o755)
      return { entry: 'bootstrap' }
    },
  },
  {
    ...onLambda('java'),
    missing:
      has('javac', '-version') && existsSync(join(oracles, 'languages/dependency'))
        ? undefined
        : 'javac, or AWS’s client,',
    tellsLoad: false,
    // The machine keeps its heap below the limit by itself.
    outOfMemory: /java\.lang\.OutOfMemoryError|Runtime\.OutOfMemory/,
    write(folder) {
      write(folder, { 'H.java': JAVA })
      build(folder, 'javac', '-d', 'classes', 'H.java')
      build(folder, 'jar', 'cf', 'app.jar', '-C', 'classes', '.')
      cpSync(join(oracles, 'languages/dependency'), join(folder, 'dependency'), { recursive: true })
      return { entry: 'app.jar', export: 'ex.H::handleRequest' }
    },
  },
  {
    key: 'google',
    place: /^.*'(http\S+\/google\/main)[^']*'$/m,
    missing: canImport(pythonPath, 'functions_framework') ? undefined : 'functions-framework of Python',
    tellsLoad: true,
    outOfMemory: /Error|error|ended/,
    write(folder) {
      const source = `import functions_framework
@functions_framework.http
def hello(request):
    return str(len(bytearray(b'x') * (int(request.args.get('megabytes', 0)) << 20)))
`
      write(folder, { 'main.py': source })
      symlinkSync(join(oracles, 'languages/.venv'), join(folder, '.venv'))
      return { entry: 'main.py' }
    },
  },
  {
    key: 'vercel',
    place: /^.*'(http\S+\/site\/vercel\/[^'?]*)[^']*'$/m,
    missing: canImport(newestPythonPath, 'vercel_runtime') ? undefined : 'vercel-runtime of Python',
    tellsLoad: true,
    outOfMemory: /Error|error|ended/,
    write(folder) {
      const source = `from urllib.parse import parse_qs
def app(environ, start):
    asked = parse_qs(environ.get('QUERY_STRING', '')).get('megabytes', ['0'])
    size = len(bytearray(b'x') * (int(asked[0]) << 20))
    start('200 OK', [('content-type', 'text/plain')])
    return [str(size).encode()]
`
      write(folder, { 'api/hello.py': source })
      symlinkSync(join(oracles, 'languages/.venv-newest'), join(folder, '.venv'))
      return { entry: 'api/hello.py' }
    },
  },
  {
    key: 'worker',
    place: /^.*'(http\S+\/cloudflare\/[^'?]*)[^']*'$/m,
    missing: existsSync(join(oracles, 'workerd/node_modules/workerd')) ? undefined : 'workerd',
    tellsLoad: false,
    write(folder) {
      write(folder, { 'index.mjs': 'export default { fetch: () => new Response("hello") }\n' })
      return { entry: 'index.mjs', provider: 'cloudflare' }
    },
  },
  script('bun'),
  script('deno'),
]

/** What the functions' folder resolves: workerd, Bun and Deno, as `npm i` would have them there. */
export function linkRuntimes(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  const names = { workerd: ['workerd', '@cloudflare'], languages: ['bun', 'deno', '@oven', '@deno'] }
  for (const [oracle, packages] of Object.entries(names))
    for (const name of packages) {
      const place = join(oracles, oracle, 'node_modules', name)
      if (existsSync(place)) symlinkSync(place, join(folder, 'node_modules', name))
    }
}
