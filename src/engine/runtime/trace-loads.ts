// Given to Node by --import in the process of a function that is traced: records which modules are loaded, by whom,
// and when each is resolved, read, compiled and evaluated. Nothing is computed here but stamps; src/why reads them.
import { register } from 'node:module'
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { MOMENT } from './moments.ts'
import { traceCommonJs } from './trace-common-js.ts'
import { registerHooks, traceEsModules } from './trace-es-modules.ts'
import { ESM_HOOKS } from './trace-esm-hooks.ts'
import { leave, restoreNodeOptions } from './trace-place.ts'
import { endCompiling, knownId, modules, now, stamps, type TracedModule } from './trace-record.ts'
import { watchConnections } from './watch-connections.ts'

const folder = import.meta.dirname
restoreNodeOptions(folder)

/** On which the hooks of Node 20 say who imports whom. */
let edges: MessagePort | undefined

function takeEdges(port: MessagePort): void {
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
    const [url, parent, specifier] = got.message as [string, string, string]
    const known = knownId(url)
    if (known === undefined || parent === '' || modules[known]?.parent !== undefined) continue
    modules[known] = { ...(modules[known] as TracedModule), parent, specifier }
  }
}

let written = 0

/** Whole each time. */
function write(): void {
  if (stamps.length === written) return
  written = stamps.length
  if (edges) takeEdges(edges)
  leave(folder, 'trace', {
    node: process.versions.node,
    esm: registerHooks ? 'all' : 'evaluation',
    stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    taskRoot: process.env.LAMBDA_TASK_ROOT,
    modules,
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
traceCommonJs()
if (registerHooks) traceEsModules()
else {
  const { port1, port2 } = new MessageChannel()
  edges = port1
  register(`data:text/javascript,${encodeURIComponent(ESM_HOOKS)}`, {
    data: { port: port2 },
    transferList: [port2],
  })
}
watchConnections((...words) => stamps.push([now(), ...words]))
Object.defineProperty(globalThis, MOMENT, {
  value: (moment: string) => {
    endCompiling()
    stamps.push([now(), 'moment', moment])
    if (moment === 'answered') hasAnswered = true
  },
})
setInterval(writeWhenQuiet, 15).unref()
process.on('exit', write)
process.once('SIGTERM', () => {
  write()
  process.exit(143)
})
