import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.usage

function suggest(suggestion: string | undefined, otherwise: string): string {
  return suggestion ? `Did you mean ${suggestion}?` : otherwise
}

function hintForRevision(command: string | undefined, lacks: 'git' | 'repository' | undefined): string {
  if (command) return `Run ${command} first; in a CI checkout, a greater fetch depth does the same.`
  if (lacks === 'git')
    return 'Install git and try again, or compare two files: before=./old.mjs after=./new.mjs.'
  if (lacks === 'repository') return 'Compare two files instead: before=./old.mjs after=./new.mjs.'
  return 'Give a tag, a branch or a commit of the repository that the function lies in.'
}

/** What a user typed or configured cannot be used. */
export const usageErrors = {
  'unknown-command': (d: { name: string; suggestion?: string | undefined }) => ({
    message: `There is no command "${d.name}".`,
    hint: suggest(d.suggestion, 'Run coldstart --help for the commands.'),
    exitCode,
  }),
  'bad-arguments': (d: { reason: string; command?: string; suggestion?: string | undefined }) => ({
    message: d.reason,
    hint: suggest(
      d.suggestion,
      `Run coldstart ${d.command ?? ''} --help for what it takes.`.replace('  ', ' '),
    ),
    exitCode,
  }),
  'no-such-target': (d: { name: string; known: readonly string[]; suggestion?: string | undefined }) => ({
    message: `No recorded run has a target "${d.name}".`,
    hint: suggest(
      d.suggestion,
      d.known.length > 0
        ? `There are ${d.known.slice(0, 8).join(', ')}${d.known.length > 8 ? ` and ${d.known.length - 8} more` : ''}.`
        : 'Nothing is recorded in results yet; start with coldstart bench.',
    ),
    exitCode,
  }),
  'empty-value': (d: { name: string }) => ({
    message: `${d.name} was given an empty value.`,
    hint: 'Give it a value or leave it out. In a script, check that the variable behind it is set.',
    exitCode,
  }),
  'withheld-value': (d: { name: string }) => ({
    message: `${d.name} has … where its value was withheld, since it may be a secret.`,
    hint: 'Write the value there, or read it from the shell: --env NAME, --header "authorization: env:NAME".',
    exitCode,
  }),
  'without-effect': (d: { option: string; why: string; command?: string }) => ({
    message: `${d.why}, so ${d.option} has no effect.`,
    hint: `Leave ${d.option} out, or change what it depends on; coldstart ${d.command ?? 'bench'} --help says what that is.`,
    exitCode,
  }),
  'unknown-provider': (d: { name: string; known: readonly string[]; suggestion?: string | undefined }) => ({
    message: `There is no provider "${d.name}".`,
    hint: suggest(d.suggestion, `Providers: ${d.known.join(', ')}.`),
    exitCode,
  }),
  'bad-duration': (d: { text: string; withoutUnit?: boolean }) => ({
    message: d.withoutUnit ? `"${d.text}" has no unit.` : `"${d.text}" is not a duration.`,
    hint: d.withoutUnit
      ? `Write ${d.text}ms, ${d.text}s, ${d.text}m, ${d.text}h or ${d.text}d.`
      : 'Write 1500ms, 90s, 15m or 1h30m.',
    exitCode,
  }),
  'bad-cron': (d: { text: string; reason: string }) => ({
    message: `The schedule "${d.text}" cannot be used: ${d.reason}.`,
    hint: 'Write it like "0 3 * * *": minute, hour, day, month, weekday, in UTC.',
    exitCode,
  }),
  'bad-target': (d: { text: string; reason: string }) => ({
    message: `The target "${d.text}" cannot be used: ${d.reason}.`,
    hint: 'Write --target name=https://host/path, with http or https.',
    exitCode,
  }),
  'no-such-file': (d: { path: string; option: string; suggestion?: string | undefined }) => ({
    message: `${d.option} names ${d.path}, which cannot be read.`,
    hint: suggest(d.suggestion, 'Check the path; it is relative to the folder the command runs in.'),
    exitCode,
  }),
  'variable-missing': (d: { name: string; option: string }) => ({
    message: `${d.option} wants the variable ${d.name}, which is not set in this shell.`,
    hint: `Set ${d.name} and try again; an empty value can be given as ${d.name}=.`,
    exitCode,
  }),
  'reserved-variable': (d: {
    name: string
    option: string
    platform: string
    why: string
    source?: string | undefined
    instead?: string | undefined
  }) => ({
    message: `A function of ${d.platform} cannot be given the variable ${d.name} (${d.option}): ${d.why}.`,
    hint: `Leave it out, ${d.instead ? `say ${d.instead} instead, ` : ''}or give it another name${d.source ? `; the list: ${d.source}` : ''}.`,
    exitCode,
  }),
  'sealed-word': (d: { option: string; differs?: boolean }) => ({
    message: d.differs
      ? `${d.option} is not what the run was started with, so new samples would not be of the same function.`
      : `The run was started with ${d.option}, whose value is not recorded.`,
    hint: d.differs
      ? 'Give what was given then, or start a new run.'
      : `Give it again: coldstart resume … ${d.option.replace(/^(--env \w+)$/, '$1=…').replace(/^(--header )(\S+)$/, '$1"$2: …"')}`,
    exitCode,
  }),
  'sealed-word-unasked': (d: { option: string }) => ({
    message: `The run does not ask for ${d.option}: it was started without it, or reads it again by itself.`,
    hint: 'Leave it out. To measure with other words, start a new run.',
    exitCode,
  }),
  'no-revision': (d: { name: string; reason: string; command?: string; lacks?: 'git' | 'repository' }) => ({
    message: `The revision ${d.name} of --against cannot be used: ${d.reason}.`,
    hint: hintForRevision(d.command, d.lacks),
    exitCode,
  }),
  'not-in-revision': (d: { name: string; path: string }) => ({
    message: `${d.name} does not hold ${d.path}, so there is nothing to compare with.`,
    hint: 'If a build makes it, give the command: --setup "npm ci && npm run build".',
    exitCode,
  }),
  'setup-failed': (d: { reason: string; install?: string; isGit?: true }) => ({
    message: `The revision could not be made ready to run: ${d.reason}.`,
    hint: d.isGit
      ? 'Check the repository with git fsck, and the space left on the disk; then try again.'
      : `${d.install ? `Run ${d.install}, or say` : 'Say'} how it is done with --setup, such as --setup "npm ci && npm run build".`,
    exitCode: exitCodes.failed,
  }),
  'init-names-nothing': (d: { candidates: readonly string[] }) => ({
    message: 'There is nothing to measure: no function is named, and no target.',
    hint:
      d.candidates.length > 0
        ? `Name one or several of these: coldstart init ${d.candidates.slice(0, 8).join(' ')}`
        : 'Name a function (coldstart init ./api/hello.js), or one that runs already (coldstart init --target mine=https://host/api/hello).',
    exitCode,
  }),
  'init-has-config': (d: { path: string }) => ({
    message: `${d.path} is the configuration of this folder, so the functions belong in it.`,
    hint: 'Name the functions there ("functions": ["./api/hello.js"]), and run coldstart init without them.',
    exitCode,
  }),
  'init-outside': (d: { path: string; top: string }) => ({
    message: `${d.path} lies outside ${d.top}, which is all that a CI job checks out.`,
    hint: 'Name a function of this repository, or run coldstart init where that one is.',
    exitCode,
  }),
  'init-keeps-secrets': (d: { name: string }) => ({
    message: `The address of ${d.name} holds values that would be written into the repository.`,
    hint: "Name variables in their place, which the jobs take from the repository's secrets: --target 'mine=https://host/api?key=env:KEY'.",
    exitCode,
  }),
  'init-files-differ': (d: { paths: readonly string[] }) => ({
    message: `These files exist already and differ from what init would write: ${d.paths.join(', ')}. Nothing was written.`,
    hint: 'Overwrite them with --force, or see with --dry-run what would be written.',
    exitCode,
  }),
  'not-in-actions': (d: { variable: string }) => ({
    message: `${d.variable} is not set as GitHub Actions sets it, so the pull request is not known.`,
    hint: 'coldstart comment is for a step of GitHub Actions; coldstart report --format markdown gives the same text anywhere.',
    exitCode,
  }),
  'no-github-token': (_: object) => ({
    message: 'GITHUB_TOKEN is not set, so no comment can be written.',
    hint: 'Give the step GITHUB_TOKEN from github.token, and the job permissions: pull-requests: write.',
    exitCode,
  }),
  'github-read-only': (d: { number: number; action: string; reason: string }) => ({
    message: `No comment on #${d.number}: the token may only read, as on a pull request from a fork, so it could not ${d.action} (${d.reason}). The job summary has the report.`,
    hint: 'Give the job permissions: pull-requests: write.',
    exitCode,
  }),
  'bad-github-api': (d: { apiUrl: string }) => ({
    message: `GITHUB_API_URL is ${d.apiUrl}, which is not an https address, so no token is sent to it.`,
    hint: 'Leave the variable as the runner sets it, such as https://api.github.com.',
    exitCode,
  }),
  'file-exists': (d: { path: string }) => ({
    message: `${d.path} exists already.`,
    hint: 'Choose another name, or overwrite it with --force.',
    exitCode,
  }),
}
