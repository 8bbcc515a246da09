import { expect, it } from 'vitest'
import { refuseUnknownFlags } from '../../src/cli/refuse-unknown-flags.ts'

const command = {
  description: '',
  options: [
    { flags: '--cold <n>', text: '' },
    { flags: '-o, --output <file>', text: '' },
    { flags: '--deploy', text: '' },
    { flags: '--no-wait', text: '' },
  ],
  examples: '',
  action: async () => 0 as const,
}

it.each([['--colt', '3'], ['--colt=3'], ['--deploy', '--colt'], ['x', '--colt']])(
  'a flag that is not there is refused with the one that was meant: %s %s',
  (...argv) => {
    expect(() => refuseUnknownFlags('bench', command, argv)).toThrow(
      expect.objectContaining({
        code: 'bad-arguments',
        message: "Unknown option '--colt'.",
        hint: 'Did you mean --cold?',
      }),
    )
  },
)

it.each([
  ['--cold', '3'],
  ['--cold=3', '--no-wait', '--help'],
  ['--output', '--colt'],
  ['-o', 'x', '-q'],
  ['--', '--colt'],
  ['--cold'],
])('what only the parser can judge is left to it: %s %s %s', (...argv) => {
  expect(() => refuseUnknownFlags('bench', command, argv)).not.toThrow()
})
