import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { builtEntry } from '../../../src/core/built-entry.ts'
import { PROOF_HEADER } from '../../../src/core/report-headers.ts'

/** Serves one request by a proven (req, res) in a process of its own, and tells its reply's proof and what Node loaded. */
const PROGRAM = `
import { createServer, get } from 'node:http'
const { proveDefault } = await import(process.argv[1])
const handler = proveDefault({ default: (req, res) => res.end('ok') })
const server = createServer(handler).listen(0, '127.0.0.1', () => {
  const headers = { 'x-coldstart-nonce': 'n' }
  get({ port: server.address().port, host: '127.0.0.1', headers }, (reply) => {
    reply.resume().on('end', () => server.close())
    const fetch = process.moduleLoadList.filter((name) => name.includes('deps/undici'))
    console.log(JSON.stringify({ proof: JSON.parse(reply.headers[process.argv[2]]), fetch }))
  })
})`

describe('the module around a function for (req, res)', () => {
  it('names the instance and does not make Node load fetch, which the function may never want', () => {
    const words = ['--input-type=module', '-e', PROGRAM, builtEntry('engine/runtime/proof.js'), PROOF_HEADER]
    const { proof, fetch } = JSON.parse(execFileSync(process.execPath, words).toString())
    expect(proof).toMatchObject({ nonce: 'n', instance: { invocation: 1 } })
    expect(fetch).toEqual([])
  })
})
