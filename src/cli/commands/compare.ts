import { exitCodes } from '../../core/exit-codes.ts'
import { plainValue } from '../../core/plain-text.ts'
import type { CommandDefinition } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'

/** `coldstart compare`: recorded runs, baselines and files side by side. */
export const compare: CommandDefinition = {
  description: 'Compares results: medians, ratios with intervals, p, and what differs between them.',
  arguments: [{ name: '<results...>', text: 'run files, result documents, baselines, run ids, or latest' }],
  options: [
    formatOption('comparison'),
    outputOption,
    { flags: '--force', text: 'compare unlike things all the same, and say so; overwrite files that exist' },
  ],
  examples: `One name is compared with latest. Ratios are to the first.

Examples:
  coldstart compare main                     the baseline main against the newest run
  coldstart compare before.jsonl after.jsonl
  coldstart compare main latest -o change.md -o change.html
  coldstart compare main latest --format json | jq .rows`,
  async action({ args, options, io }) {
    io.narrowHeap?.()
    const { checkFiles, choosePresentation } = await import('../presentation.ts')
    const { compare: compareRecorded } = await import('../../bench/compare.ts')
    const given = args[0] as string[]
    const names = given.length === 1 ? [...given, 'latest'] : given
    const force = options.force === true
    const output: readonly string[] = options.output ?? []
    // Of itself it forces the comparison, so that it may stand without a file.
    const about = {
      force: force && output.length > 0,
      samples: false,
      shown: 'comparison',
      command: 'compare',
    } as const
    const presentation = choosePresentation(options.format, output, about)
    await checkFiles(presentation, io)
    const comparison = plainValue(await compareRecorded(names, { cwd: io.cwd, force }))
    const { compareReporters } = await import('../../reporters/compare/index.ts')
    const { readVersion } = await import('../../core/version.ts')
    const { textsOf, writeShown } = await import('../write-shown.ts')
    const facts = { forced: comparison.unlike.length > 0, version: await readVersion() }
    const texts = textsOf(compareReporters, (render, place) => render(comparison, { ...place, ...facts }))
    await writeShown(presentation, texts, io)
    if (io.env.GITHUB_ACTIONS === 'true') {
      const { compareToGitHub } = await import('../github/compare-to-github.ts')
      await compareToGitHub(comparison, { columns: 80, colorLevel: 0, ...facts }, io)
    }
    return exitCodes.done
  },
}
