// Given to Node by --import in the process of a function that is traced: records which modules are loaded, by whom,
// and when each is resolved, read, compiled and evaluated. Nothing is computed here but stamps; src/why reads them.
import { register } from 'node:module'
import { isMainThread, MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { MOMENT } from './moments.ts'
import { traceCommonJs } from './trace-common-js.ts'
import { registerHooks, traceEsModules } from './trace-es-modules.ts'
import { ESM_HOOKS } from './trace-esm-hooks.ts'
import { leave, restoreNodeOptions } from './trace-place.ts'
import { endCompiling, idOf, knownId, modules, type TracedModule } from './trace-record.ts'
import { now, stamp, stamps } from './trace-stamps.ts'
import { watchConnections } from './watch-connections.ts'

const folder = import.meta.dirname
restoreNodeOptions(folder)

/** On which the hooks of Node 20 say what is loaded, and by whom it was asked for first. */
let told: MessagePort | undefined
const edges = new Map<string, { readonly parent: string; readonly specifier: string }>()

function takeTold(port: MessagePort): void {
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
    const [url, parent, specifier, atMs] = got.message as [string, string, string, number?]
    if (parent !== '') edges.set(url, { parent, specifier })
    // That one was loaded which no mark tells of, such as JSON that is imported.
    if (atMs !== undefined && knownId(url) === undefined)
      (modules[idOf(url).id] as TracedModule).metMs = atMs - performance.timeOrigin
  }
  for (const [url, edge] of edges) {
    const known = knownId(url)
    if (known === undefined || modules[known]?.parent !== undefined) continue
    modules[known] = { ...(modules[known] as TracedModule), ...edge }
  }
}

let written = 0

/** Whole each time. */
function write(): void {
  if (stamps.length === written) return
  written = stamps.length
  if (told) takeTold(told)
  leave(folder, 'trace', {
    node: process.versions.node,
    esm: registerHooks ? 'all' : 'evaluation',
    stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    taskRoot: process.env.LAMBDA_TASK_ROOT,
    modules: modules.map(({ within, ...module }) => (within ? { parent: within, ...module } : module)),
    stamps,
  })
}

/** Long enough without a stamp that nothing is going on. */
const QUIET_MS = 30

function writeWhenQuiet(): void {
  const last = stamps.at(-1)?.[0] ?? 0
  if (hasAnswered && now() - last > QUIET_MS) write()
}

let hasAnswered = false

function trace(): void {
  traceCommonJs()
  if (registerHooks) traceEsModules()
  else {
    const { port1, port2 } = new MessageChannel()
    told = port1
    register(`data:text/javascript,${encodeURIComponent(ESM_HOOKS)}`, {
      data: { port: port2 },
      transferList: [port2],
    })
  }
  watchConnections(stamp)
  process.on('worker', () => stamp('worker'))
  Object.defineProperty(globalThis, MOMENT, {
    value: (moment: string) => {
      endCompiling()
      const { idle } = performance.eventLoopUtilization()
      stamp('moment', moment, idle)
      if (moment !== 'answered') return
      hasAnswered = true
      // The answer is on its way, and until more work is asked for nobody ends this process.
      write()
    },
  })
  setInterval(writeWhenQuiet, 15).unref()
  process.on('exit', write)
  process.once('SIGTERM', () => {
    write()
    process.exit(143)
  })
}

// Its worker threads preload this too: what they load passes beside the load, and would overwrite its trace.
if (isMainThread) trace()
