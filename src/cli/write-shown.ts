import { resolve } from 'node:path'
import { plainText } from '../core/plain-text.ts'
import type { ReportOptions } from '../reporters/reporter.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import type { Io } from './io.ts'
import { FILE_COLUMNS, type Presentation } from './presentation.ts'

/**
 * Writes what was found to stdout and to the files asked for, each in its format.
 * @param reporters by the names of their formats
 * @param render what was found by one of them; foreign text in it was made plain before
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeShown<Reporter>(
  reporters: Readonly<Record<string, () => Promise<Reporter>>>,
  render: (reporter: Reporter, options: ReportOptions) => string,
  { presentation, io }: { readonly presentation: Presentation; readonly io: Io },
): Promise<void> {
  const textIn = async (format: string, options: ReportOptions) => {
    const load = reporters[format]
    if (!load) throw new Error(`No reporter ${format}.`)
    return render(await load(), options)
  }
  const { format, files, force } = presentation
  const { columns, colorLevel } = io.stdout
  const shown = await textIn(format, { columns, colorLevel })
  if (format === 'json') io.stdout.write(shown)
  else io.stdout.writeOwn(shown)
  for (const file of files) {
    const text = await textIn(file.format, { columns: FILE_COLUMNS, colorLevel: 0 })
    const pieces = [file.format === 'json' ? plainText(text) : text]
    await writeFileAtomically(resolve(io.cwd, file.path), pieces, { force })
  }
}
