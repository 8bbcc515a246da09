import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runHeader } from '../../src/core/run-file.ts'
import { target } from '../../src/core/target.ts'

const base = { id: 'a', provider: 'vercel', platform: 'cloud', url: 'https://a.test/' } as const

it('reads the details of an earlier file as facts for everybody and a handle for the provider', () => {
  const details = { idleTtlMs: 400, freshlyDeployed: false, concurrency: 1, mode: 'url', upload: 'source' }
  expect(target.parse({ ...base, details })).toEqual({
    ...base,
    facts: {
      idleTtlMs: 400,
      freshlyDeployed: false,
      parity: { concurrencyPerInstance: 1, own: { 'invoked by': 'url' } },
    },
    handle: details,
  })
})

it('leaves a target of today as it is, and reads what it has read once the same again', () => {
  const today = { ...base, facts: { parity: { stage: 'preview' } }, handle: { access: 'open' } }
  expect(target.parse(today)).toEqual(today)
  const upgraded = target.parse({ ...base, details: { environment: 'preview', access: 'open' } })
  expect(target.parse(upgraded)).toEqual(upgraded)
})

it('reads the run that was recorded before facts were typed', () => {
  const [first = ''] = readFileSync('results/recorded/2026-11-23-local-engine.jsonl', 'utf8').split('\n')
  const { targets } = runHeader.parse(JSON.parse(first))
  expect(targets.map(({ facts }) => facts?.idleTtlMs)).toEqual([400, 400, 400])
  expect(targets.map(({ facts }) => facts?.parity?.runBy)).toEqual([
    'coldstart runtime client',
    expect.stringContaining('node-bridge'),
    expect.stringContaining('serverless-functions-api'),
  ])
  expect(targets.map(({ handle }) => handle?.contract)).toEqual(['lambda', 'vercel', 'netlify'])
})
