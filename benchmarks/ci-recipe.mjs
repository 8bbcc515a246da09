// ci-recipe [RUNS] [MINUTES]: README's CI recipe, as a runner would start it, on unchanged code and on a planted
// regression of 30 %, in turns. Goals over 20 runs each: green on unchanged code in 19, exit 99 in none; red on the
// regression in all. Not part of npm run bench: 20 runs of each take hours. A line a run, then the counts.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [runs = 20, minutes = 600] = process.argv.slice(2).map(Number)
const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'bin', 'coldstart.js')
const BASE_BUSY_MS = 100
const SLOWER = 0.3

const handler = (busyMs) =>
  `const end = Date.now() + ${busyMs}\nwhile (Date.now() < end);\nexport default (req, res) => res.end('hello')\n`

function recipe() {
  const line = /- run: npx coldstart (bench .*--until-decided.*)$/m.exec(
    readFileSync(join(root, 'README.md'), 'utf8'),
  )?.[1]
  return line.replace('"origin/$GITHUB_BASE_REF"', 'origin/main').split(' ')
}

function git(cwd, ...words) {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
  execFileSync('git', [...who, ...words], { cwd, stdio: 'pipe' })
}

/** A clone whose base, `origin/main`, has the modest function. */
function checkout() {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-recipe-'))
  mkdirSync(join(cwd, 'api'))
  writeFileSync(join(cwd, 'api/hello.js'), handler(BASE_BUSY_MS))
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
  git(cwd, 'init', '-q')
  git(cwd, 'add', '.')
  git(cwd, 'commit', '-qm', 'base')
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
  return cwd
}

function bench(cwd, words) {
  const env = { ...process.env, GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: join(cwd, 'output'), NO_COLOR: '1' }
  delete env.GITHUB_STEP_SUMMARY
  const { status } = spawnSync(process.execPath, [cli, ...words, '--quiet'], { cwd, env, stdio: 'pipe' })
  const [name] = readdirSync(join(cwd, 'results')).filter((file) => file.endsWith('.json'))
  return { status, result: JSON.parse(readFileSync(join(cwd, 'results', name), 'utf8')) }
}

/** The cold median of the base on this machine now, by which 30 % is planted. */
function baseMs() {
  const cwd = checkout()
  try {
    return bench(cwd, ['bench', './api/hello.js', '--cold', '15', '--warm', '0']).result.summaries[0].cold[0]
      .wait.p50Ms
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function once(kind) {
  const cwd = checkout()
  try {
    const p50Ms = kind === 'planted' ? baseMs() : 0
    if (kind === 'planted')
      writeFileSync(join(cwd, 'api/hello.js'), handler(Math.round(BASE_BUSY_MS + SLOWER * p50Ms)))
    const began = Date.now()
    const load = loadavg()[0]
    const { status, result } = bench(cwd, recipe())
    const [change = {}] = result.changes ?? []
    const { verdict } = result.budgets[0] ?? {}
    const { lower, upper } = change.ratioInterval ?? {}
    const found = { kind, status, verdict, pairs: change.rounds, ratio: change.ratio, lower, upper }
    const machine = { load, seconds: Math.round((Date.now() - began) / 1000) }
    return { ...found, ...machine }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const found = []
const until = Date.now() + minutes * 60_000
for (let run = 0; run < runs && Date.now() < until; run++) {
  for (const kind of ['planted', 'unchanged']) {
    found.push(once(kind))
    console.log(JSON.stringify(found.at(-1)))
  }
}
const count = (kind, wanted) => found.filter((one) => one.kind === kind && wanted(one)).length
const [unchanged, planted] = ['unchanged', 'planted'].map((kind) => count(kind, () => true))
const green = count('unchanged', ({ status }) => status === 0)
const passed = count('unchanged', ({ verdict }) => verdict === 'pass')
const falseAlarms = count('unchanged', ({ status }) => status === 99)
const red = count('planted', ({ status }) => status === 99)
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`,
)
console.log(
  `unchanged: green ${green} of ${unchanged} (pass ${passed}), exit 99 ${falseAlarms}; +30 %: red ${red} of ${planted}`,
)
if (falseAlarms > 0 || red < planted || green < 0.95 * unchanged) process.exitCode = 1
