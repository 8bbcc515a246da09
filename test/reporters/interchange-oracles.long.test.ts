import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareReporters } from '../../src/reporters/compare/index.ts'
import { historyReporters } from '../../src/reporters/history/index.ts'
import { reporters } from '../../src/reporters/index.ts'
import { judgeBudgets } from '../../src/stats/budget/judge-budgets.ts'
import { compareResults } from '../../src/stats/compare/compare-results.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { historyOf } from '../support/history-of.ts'
import { resultOfRounds } from '../support/page-results.ts'
import { coldSample, runFileOf, warmSample } from '../support/run-file.ts'

const oracle = fileURLToPath(new URL('../oracles/formats/', import.meta.url))
const python = join(oracle, '.venv/bin/python')
const isThere = existsSync(python) && existsSync(join(oracle, 'junit-10.xsd'))

const HOSTILE = '=a|b,"c"](http://e.x)\n| <img src=x> &amp; @team `d` \\ *e* #1 ~f~'
const plain = resultOfRounds(8)
const hostile = computeResult(
  runFileOf([
    coldSample(HOSTILE, 60, { flags: [HOSTILE] }),
    warmSample(HOSTILE, 5, 'i'),
    coldSample(HOSTILE, 61, { error: { kind: 'status', message: HOSTILE } }),
  ]),
)
const results = {
  plain: { ...plain, budgets: judgeBudgets(plain, ['cold.p50 < 200ms', 'cold.p95 < 1s']) },
  hostile,
}

/** Two runs of a hostile name, and a month of it. */
const comparison = compareResults(
  [HOSTILE, 'b'].map((name) => ({ name, result: resultOfRounds(8, { targets: [HOSTILE], run: name }) })),
)
const history = historyOf([HOSTILE], HOSTILE)

describe.skipIf(!isThere)('what others read (needs bash .ci/install-oracles.sh)', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'coldstart-formats-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const options = { columns: 80, colorLevel: 0, forced: false, version: '0.1.0' } as const
  const texts = {
    compare: async (kind: string) => (await compareReporters[kind]?.())?.(comparison, options),
    history: async (kind: string) => (await historyReporters[kind]?.())?.(history, options),
  }

  const read = async (kind: string, name: keyof typeof results | keyof typeof texts) => {
    const path = join(folder, `${kind}-${name}`)
    const text =
      name === 'plain' || name === 'hostile'
        ? (await reporters[kind]?.())?.(results[name], options)
        : await texts[name](kind)
    writeFileSync(path, text ?? '')
    return JSON.parse(execFileSync(python, [join(oracle, 'check.py'), kind, path], { encoding: 'utf8' }))
  }

  it.each(['plain', 'hostile'] as const)(
    'prometheus_client’s strict parser takes the metrics: %s',
    async (name) => {
      const found = await read('openmetrics', name)
      expect(found.coldstart_wait_seconds).toBe((name === 'plain' ? 4 : 2) * 18)
    },
  )

  it.each(['plain', 'hostile'] as const)(
    'Python’s jsonschema takes the document by the schema that is published: %s',
    async (name) => {
      const dialect = 'https://json-schema.org/draft/2020-12/schema'
      expect(await read('json', name)).toEqual({ dialect, summaries: name === 'plain' ? 2 : 1 })
    },
  )

  it.each(['plain', 'hostile'] as const)('the JUnit schema of Jenkins takes the cases: %s', async (name) => {
    expect(await read('junit', name)).toEqual({ cases: name === 'plain' ? 4 : 1 })
  })

  it.each(['plain', 'hostile'] as const)('Bencher’s schema takes its metrics: %s', async (name) => {
    const found: Record<string, string[]> = await read('bencher', name)
    expect(Object.keys(found)).toHaveLength(name === 'plain' ? 4 : 2)
    expect(
      Object.values(found)
        .flat()
        .every((measure) => measure === 'latency'),
    ).toBe(true)
  })

  it.each(['compare', 'history'] as const)('Python’s csv, strict, reads the rows of %s', async (name) => {
    const { widths, targets, rows } = await read('csv', name)
    expect({ widths: widths.length, targets }).toEqual({ widths: 1, targets: [`'${HOSTILE}`] })
    expect(rows).toBe(name === 'compare' ? 5 : 31)
  })

  it.each(['compare', 'history'] as const)(
    'a GFM parser sees the table of %s and nothing that was typed',
    async (name) => {
      const { rows, links, html } = await read('markdown', name)
      expect(rows).toBe(name === 'compare' ? 5 : 2)
      expect(links).toBe(0)
      expect(html.filter((tag: string) => !/^<!--.*-->$/.test(tag))).toEqual([])
    },
  )

  it.each(['plain', 'hostile'] as const)(
    'Python’s csv, strict, reads rows of one width: %s',
    async (name) => {
      const { widths, targets } = await read('csv', name)
      expect(widths).toHaveLength(1)
      expect(targets).toEqual(name === 'plain' ? ['lambda', 'vercel'] : [`'${HOSTILE}`])
    },
  )

  it.each(['plain', 'hostile'] as const)(
    'a GFM parser sees the table and nothing that was typed: %s',
    async (name) => {
      const { rows, cells, links, html } = await read('markdown', name)
      expect(rows).toBe(name === 'plain' ? 3 : 2)
      expect(cells).toBe(rows * 10)
      expect(links).toBe(0)
      expect(html.filter((tag: string) => !/^<!--.*-->$/.test(tag))).toEqual([])
    },
  )
})
