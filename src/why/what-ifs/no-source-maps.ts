import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/** Without its source maps, inside files and in what Node is told. */
export const noSourceMaps: WhatIfKind = {
  name: 'no-source-maps',
  title: 'no source maps',
  applies: (subject) => readsMaps(subject) || INLINE_MAP.test(subject.source),
  async make(subject, copy) {
    const isRead = readsMaps(subject)
    if (!isRead && !INLINE_MAP.test(subject.source))
      throw new WhatIfImpossible('neither inline source maps nor --enable-source-maps are in use')
    const folder = await copy()
    const file = join(folder, subject.entry)
    await writeFile(file, (await readFile(file, 'utf8')).replace(INLINE_MAP, ''))
    const { NODE_OPTIONS = '' } = subject.variables
    return {
      entry: file,
      how: isRead ? 'NODE_OPTIONS without --enable-source-maps' : 'build without inline source maps',
      ...(isRead && {
        env: { NODE_OPTIONS: NODE_OPTIONS.replace('--enable-source-maps', '--no-enable-source-maps') },
      }),
      notes: isRead ? ['Stack traces then name the lines of what runs, not of its sources.'] : [],
    }
  },
}

const INLINE_MAP = /\/\/# sourceMappingURL=data:[^\n]*/

function readsMaps({ variables }: WhatIfSubject): boolean {
  return /--enable-source-maps/.test(variables.NODE_OPTIONS ?? '')
}
