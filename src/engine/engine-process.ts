// The engine's process: it takes commands from the process that started it and ends with it, however that ends.
import { availableParallelism, tmpdir } from 'node:os'
import { isColdstartError, messageOf } from '../core/errors.ts'
import { type RunningEngine, runEngine } from './engine.ts'
import type { EngineAnswer, EngineCommand } from './engine-messages.ts'
import { openPremises } from './premises.ts'

const host = {
  execPath: process.execPath,
  nodeVersion: process.versions.node,
  platform: process.platform,
  systemRoot: process.env.SystemRoot,
  pid: process.pid,
  cores: availableParallelism(),
  temporaryFolder: tmpdir(),
}
/** Made while whoever started this process finds out what is to be served. */
const premises = openPremises(host)
premises.catch(() => {})
let engine: RunningEngine | undefined

// Ctrl-C reaches a whole terminal; the process that started us decides when we end.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => void end())
process.on('SIGHUP', () => void end())
process.stderr.on('error', () => {})
process.on('disconnect', () => void end())
process.on('message', (command: EngineCommand) => void obey(command).then(answer, refuse))

async function obey(command: EngineCommand): Promise<EngineAnswer> {
  if (command.type === 'start') {
    const { output } = command.options
    const showOutput = output === 'shown' && { showOutput: (text: string) => process.stderr.write(text) }
    engine = await runEngine(command.options, { ...host, ...showOutput }, premises)
    return { type: 'started', address: engine.address }
  }
  if (command.type === 'evict') {
    await engine?.evict()
    return { type: 'evicted' }
  }
  if (command.type === 'hold') {
    await engine?.hold(command)
    return { type: 'held' }
  }
  if (command.type === 'release') {
    await engine?.release(command)
    return { type: 'released' }
  }
  await engine?.close()
  engine = undefined
  return { type: 'stopped' }
}

function answer(message: EngineAnswer): void {
  process.send?.(message, () => {
    if (message.type === 'stopped') process.exit(0)
  })
}

function refuse(error: unknown): void {
  const message: EngineAnswer = isColdstartError(error)
    ? { type: 'refused', code: error.code, details: error.details }
    : { type: 'failed', reason: messageOf(error) }
  process.send?.(message)
}

async function end(): Promise<void> {
  await engine?.close().catch(() => {})
  // From then on there is a watchdog, which removes what an engine leaves that was never asked for.
  await premises.catch(() => {})
  process.exit(0)
}
