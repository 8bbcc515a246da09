import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'

/** `coldstart history`: how the cold starts of each function went on over all recorded runs. */
export const history: CommandDefinition = {
  description:
    'Shows how cold starts changed over the runs in results, and marks the runs at which a level changed.',
  options: [
    {
      flags: '--target <names...>',
      text: 'only these, by name; lambda means lambda/512MB too',
      many: 'divided',
    },
    formatOption('history'),
    outputOption,
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `The page is results/index.html, written anew each time.
A change is marked only where the statistics support it.

Examples:
  coldstart history
  coldstart history --target lambda,vercel
  coldstart history -o trend.md
  coldstart history --format json | jq '.series[] | {target, changes}'`,
  async action({ options, io }) {
    io.narrowHeap?.()
    const { checkFiles, choosePresentation } = await import('../presentation.ts')
    const { history: readHistory } = await import('../../bench/history.ts')
    const about = {
      force: options.force === true,
      samples: false,
      shown: 'history',
      command: 'history',
    } as const
    const presentation = choosePresentation(options.format, options.output ?? [], about)
    await checkFiles(presentation, io)
    const targets = options.target as readonly string[] | undefined
    const found = await readHistory({ cwd: io.cwd, ...(targets ? { targets } : {}) })
    const { historyReporters } = await import('../../reporters/history/index.ts')
    const { readVersion } = await import('../../core/version.ts')
    const { textsOf, writeShown } = await import('../write-shown.ts')
    const { writeHistoryPage } = await import('../history-page.ts')
    const version = await readVersion()
    const texts = textsOf(historyReporters, (render, place) => render(found, { ...place, version }))
    await writeShown(presentation, texts, io)
    if (!targets) await writeHistoryPage(found, version, io)
    return exitCodes.done
  },
}
