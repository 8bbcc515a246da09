import { expect, it } from 'vitest'
import { splitOutput } from '../../src/config/output-word.ts'

it.each([
  ['report.html', undefined, 'report.html'],
  ['junit=out/report.xml', 'junit', 'out/report.xml'],
  ['github-benchmark=a=b.json', 'github-benchmark', 'a=b.json'],
  ['junit=', 'junit', ''],
  ['./a=b.csv', undefined, './a=b.csv'],
  ['=report.xml', undefined, '=report.xml'],
])('%s names a format and a file', (output, format, path) => {
  expect(splitOutput(output)).toEqual(format === undefined ? { path } : { format, path })
})
