import { describe, expect, test } from 'vitest'
import { whyPieces } from '../../../src/cli/why-report.ts'
import { plainText } from '../../../src/core/plain-text.ts'
import type { WhyReport } from '../../../src/core/why-report.ts'
import { whyFormats } from '../../../src/reporters/why/formats.ts'
import { report } from './sample-report.ts'

const ESC = '\u001b'
/** What would be an element, a link, a mention, a new row, a formula, a colour or a turned line if it were not text. */
const HOSTILE = `=1+1"><img src=x onerror=alert(1)></script>|[a](javascript:x) @team\r\n| b |,${ESC}[31m${ESC}]0;t\u0007\u202e\u0085`
/** Keys whose text is one of ours and no name. */
const FIXED = new Set(['kind', 'verdict', 'language', 'esModules', 'startedAt'])

/** The sample with a hostile text for every name, file, title, error and command that it has. */
function spoiled<Value>(value: Value, key = ''): Value {
  if (typeof value === 'string') return (FIXED.has(key) ? value : `${value}${HOSTILE}`) as Value
  if (Array.isArray(value)) return value.map((one) => spoiled(one, key)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one, name)])) as Value
}

const hostile: WhyReport = spoiled(report)

/** As the command writes it: what all output passes on its way out included. */
async function written(format: string): Promise<string> {
  let text = ''
  const piecesIn = whyPieces(hostile, true)
  for await (const piece of piecesIn(format, { columns: 100, colorLevel: 0 } as never)) text += piece
  return plainText(text)
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

describe('hostile names of modules, packages and files', () => {
  test('move no cursor and turn no line in the terminal, and begin no line of their own', async () => {
    const text = await written('table')
    expect(text).toContain('img src=x')
    expect(text).not.toMatch(CONTROLS)
    expect(text).not.toMatch(/^\| b \|/m)
  })

  test('are no element of the page and end no script', async () => {
    const page = await written('html')
    expect(page).toContain('&lt;img src=x')
    expect(page).not.toContain('<img')
    expect(page).not.toContain('alert(1)></script>')
    expect(page).not.toMatch(CONTROLS)
  })

  test('stay in their cell of Markdown: no element, link, mention or new row', async () => {
    const text = await written('markdown')
    expect(text).toContain('img src=x')
    expect(text).not.toContain('<img')
    expect(text).not.toMatch(/[^\\]\[a\]\(javascript/)
    expect(text).not.toMatch(/(^|\s)@team/)
    expect(text).not.toMatch(/^\| b \|/m)
    expect(text).not.toMatch(CONTROLS)
  })

  test('are one field of CSV, and none that a spreadsheet computes', async () => {
    const [rows] = [{ ...report.load.rows[0], name: HOSTILE }]
    const text =
      (await whyFormats.csv?.({ ...hostile, load: { ...hostile.load, rows: [rows as never] } })) ?? ''
    expect(text).not.toMatch(/^"?=/m)
    expect(
      text
        .replaceAll(/"(?:[^"]|"")*"/g, 'q')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(2)
  })

  test.each(['json', 'speedscope', 'chrome-trace'])(
    '%s reads them back as they were, less controls',
    async (format) => {
      const text = await written(format)
      expect(JSON.stringify(JSON.parse(text))).toContain('onerror=alert(1)')
      expect(text.trimEnd().replaceAll('\n', '')).not.toMatch(CONTROLS)
    },
  )
})
