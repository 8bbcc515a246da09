// Given to Node by --import in the process of a function, by benchmarks/why-profiles.mjs: V8's own sampling profile of
// the load, as `--cpu-prof` makes it, through the same launcher that `why` traces. A stack does not say whose reading and
// compiling Node's loader is at; so each first `require` passes a script of its own, which was made before the load
// began and is named after it. What has to be made is learned from an earlier start.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import Module, { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'

const folder = process.env.WHY_PROFILES
const learned = join(folder, 'requires.json')
const keys = existsSync(learned) ? JSON.parse(readFileSync(learned, 'utf8')) : undefined
const scripts = new Map(
  (keys ?? []).map((key, at) => [
    key,
    runInThisContext('(load, self, given) => load.apply(self, given)', { filename: `require:${at}` }),
  ]),
)
/** Where the function lies, another place in each process. */
const task = process.env.LAMBDA_TASK_ROOT
/** By key: what the first `require` of it loaded. */
const loaded = {}
const met = []
let isLoading = false
let current

const { _load, _resolveFilename } = Module

function loadFirst(key, given, self) {
  const outer = current
  current = { key }
  try {
    return (scripts.get(key) ?? ((load, one, all) => load.apply(one, all)))(_load, self, given)
  } finally {
    current = outer
  }
}

Module._load = function (...given) {
  const [request, parent] = given
  const key = `${request}\0${parent?.filename ?? ''}`.replaceAll(task, '/task')
  if (!isLoading || key in loaded) return _load.apply(this, given)
  loaded[key] = isBuiltin(request) ? `node:${request.replace('node:', '')}` : ''
  met.push(key)
  return loadFirst(key, given, this)
}

Module._resolveFilename = function (...given) {
  const asked = current
  const found = _resolveFilename.apply(this, given)
  // What is in Node's cache was loaded for somebody else: looking it up is the affair of who asks.
  if (asked && loaded[asked.key] === '') loaded[asked.key] = Module._cache[found] ? 'known' : found
  return found
}

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: Number(process.env.WHY_PROFILES_US) })

function leave(name, found) {
  const path = join(folder, name)
  writeFileSync(`${path}.part`, JSON.stringify(found))
  renameSync(`${path}.part`, path)
}

Object.defineProperty(globalThis, Symbol.for('coldstart.moment'), {
  value: (moment) => {
    if (moment === 'load') {
      isLoading = true
      if (keys) session.post('Profiler.start')
    }
    if (moment !== 'loaded') return
    isLoading = false
    if (!keys) leave('requires.json', met)
    else
      session.post('Profiler.stop', (_, { profile }) =>
        leave(`profile-${process.hrtime.bigint()}.json`, { keys, loaded, profile }),
      )
  },
})
