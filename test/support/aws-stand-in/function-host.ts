import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { functionDefaults } from '../../../src/engine/engine-options.ts'
import { type Engine, startEngine } from '../../../src/engine/start-engine.ts'
import { headersOfPlatform } from '../stand-in/engine-runner.ts'
import { linksIn } from '../zip-links.ts'

export interface HostedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** One HTTP request. */
export interface Asked {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface ServedReply extends Omit<HostedReply, 'body' | 'headers'> {
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: ReadableStream<Uint8Array> | null
}

export type Variables = Readonly<Record<string, string>>

/** What runs deployed functions. A key is a function, or one published version of it. */
export interface FunctionHost {
  invoke(
    key: string,
    zip: Uint8Array,
    handler: string,
    payload: Buffer,
    variables?: Variables,
  ): Promise<HostedReply>
  /** A request to the function's URL; a host that only pretends is handed an event like any other. */
  serve?(
    key: string,
    zip: Uint8Array,
    handler: string,
    asked: Asked,
    variables?: Variables,
  ): Promise<ServedReply>
  /** The next invocation of that key is on a new instance. */
  evict(key: string): Promise<void>
  close(): Promise<void>
}

/** Answers like fixtures/hello without running anything: for tests of what the provider does. */
export function pretendHost(): FunctionHost {
  const instances = new Map<string, { id: string; invocation: number }>()
  return {
    async invoke(key, _zip, _handler, payload) {
      const instance = instances.get(key) ?? { id: randomUUID(), invocation: 0 }
      instances.set(key, instance)
      instance.invocation += 1
      const { nonce } = JSON.parse(payload.toString() || '{}') as { nonce?: string }
      const requestId = randomUUID()
      const init = instance.invocation === 1 ? '\tInit Duration: 151.60 ms' : ''
      const log = `START RequestId: ${requestId} Version: $LATEST\nEND RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tDuration: 2.34 ms\tBilled Duration: 154 ms\tMemory Size: 1024 MB\tMax Memory Used: 70 MB${init}\t\n`
      const headers = {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amz-log-result': Buffer.from(log).toString('base64'),
      }
      const body = Buffer.from(JSON.stringify({ message: 'Hello, world', nonce, instance }))
      return { status: 200, headers, body }
    },
    async evict(key) {
      instances.delete(key)
    },
    async close() {},
  }
}

/** Unpacks what was deployed and runs it on the local engine, each key in an engine of its own. */
export function engineHost(): FunctionHost {
  const running = new Map<string, Promise<{ engine: Engine; folder: string }>>()
  const servedBy = async (key: string, zip: Uint8Array, handler: string, variables: Variables) => {
    const started = running.get(key) ?? start(zip, handler, variables)
    running.set(key, started)
    return (await started).engine.functions[0]
  }
  return {
    async serve(key, zip, handler, asked, variables = {}) {
      const url = (await servedBy(key, zip, handler, variables))?.functionUrl ?? ''
      return serveAt(url.replace(/\/$/, ''), asked)
    },
    async invoke(key, zip, handler, payload, variables = {}) {
      return invokeAt((await servedBy(key, zip, handler, variables))?.url ?? '', payload)
    },
    async evict(key) {
      await (await running.get(key))?.engine.evict()
    },
    async close() {
      for (const started of running.values()) {
        const { engine, folder } = await started
        await engine.stop()
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

async function serveAt(base: string, { method, path, headers, body }: Asked): Promise<ServedReply> {
  const { host: _, connection: __, 'content-length': ___, ...passed } = headers
  const sent = body.length > 0 ? { body: new Uint8Array(body) } : {}
  const reply = await fetch(base + path, { method, headers: passed, redirect: 'manual', ...sent })
  return { status: reply.status, headers: headersOfPlatform(reply.headers), body: reply.body }
}

async function invokeAt(url: string, payload: Buffer): Promise<HostedReply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-log-type': 'Tail', 'x-amz-invocation-type': 'RequestResponse' },
    body: new Uint8Array(payload),
  })
  const {
    'content-length': _,
    connection: __,
    'keep-alive': ___,
    ...headers
  } = Object.fromEntries(response.headers)
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) }
}

async function start(zip: Uint8Array, handler: string, variables: Variables) {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-unpacked-'))
  const files = unzipSync(zip)
  const links = linksIn(zip)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    if (links.includes(name)) symlinkSync(Buffer.from(content).toString(), join(folder, name))
    else writeFileSync(join(folder, name), content)
  }
  // As AWS's client divides it: the file's name ends at the first dot.
  const [, stem = '', exportName = ''] = /^((?:.*\/)?[^.]*)\.(.*)$/.exec(handler) ?? []
  const entry = Object.keys(files).find((name) => name.startsWith(`${stem}.`)) ?? `${stem}.mjs`
  const engine = await startEngine({
    functions: [
      {
        ...functionDefaults,
        idleTtlMs: 60_000,
        name: 'deployed',
        contract: 'lambda',
        root: folder,
        entry,
        exportName,
        variables,
        request: {},
      },
    ],
    port: 0,
    resolveFrom: folder,
    lambdaRuntime: 'own',
  })
  return { engine, folder }
}
