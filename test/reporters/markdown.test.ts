import { describe, expect, it } from 'vitest'
import { markdown } from '../../src/reporters/markdown.ts'
import { markdownText } from '../../src/reporters/markdown-text.ts'
import { resultOf, summaryOf } from '../support/sample-result.ts'

const plain = { columns: 80, colorLevel: 0 } as const

describe('the Markdown of a run', () => {
  it('begins with the verdict, has a table, and folds the notes away', () => {
    const budget = {
      budget: 'cold.p50 < 50ms',
      target: 'lambda',
      verdict: 'fail',
      expected: 'lambda cold p50 (idle 400 ms) < 50 ms',
      limit: 50,
      found: 61.24,
      unit: 'ms',
      interval: { lower: 58.1, upper: 66, coverage: 0.979 },
      n: 10,
    } as const
    expect(markdown(resultOf({ budgets: [budget] }), plain)).toMatchInlineSnapshot(`
      "### Cold starts of lambda

      Local engine, not the cloud: real processes under the real function contracts.

      - ❌ budget fail: lambda cold p50 (idle 400 ms) &lt; 50 ms: found 61.2 (58.1–66.0), n = 10; its lower bound 58.1 decides

      On lambda, a user who meets a cold start waits 59.8 ms longer than one who does not.
      Measured on the local engine, not the cloud: the network, the platform's scheduler and its loading of your package are not in these numbers.

      Wait in ms, request written → first byte.

      | target | cold by | cold of | p50 (95 % CI) | p95 | max | warm on | warm p50 (95 % CI) | cold − warm | errors |
      | :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      | lambda | idle 400 ms | 10 of 10 | 61.2 (58.1–66.0) | n &lt; 20 | 70.1 | 30 on 10 | 1.42 (1.30–1.60) | +59.8 | 0 |

      <details><summary>Notes</summary>

      - p95 needs at least 20 samples

      </details>

      Run \`2026-11-23T154200-abcd\`, coldstart 0.0.0.
      "
    `)
  })

  it('says what it has where nothing was measured', () => {
    const text = markdown(resultOf({ summaries: [], targets: [] }), plain)
    expect(text).toContain('### Cold starts of nothing')
    expect(text).not.toContain('| target |')
  })

  it('keeps a hostile name in its cell: no link, image, mention, element or new row', () => {
    const hostile = 'a|b](javascript:x)\n| c | <img src=x> ![i](http://e.x) @team `code` https://e.x/ www.e.x'
    const text = markdown(resultOf({ summaries: [summaryOf({ target: hostile })] }), plain)
    const row = text.split('\n').filter((line) => line.startsWith('| a'))
    expect(row).toHaveLength(1)
    expect(row[0]?.match(/(?<!\\)\|/g)).toHaveLength(11)
    expect(text).not.toMatch(/<img|(?<!\\)\]\(|@team|https:\/\/e|www\.e/)
  })
})

describe('text in Markdown', () => {
  it('keeps ordinary words as they are', () => {
    expect(markdownText('vercel takes 1.48 × as long, p = 0.01.')).toBe(
      'vercel takes 1.48 × as long, p = 0.01.',
    )
  })
})
