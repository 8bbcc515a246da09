/** GitHub shows so many of one kind a step. */
const MOST_ANNOTATIONS = 10

/** One line at a file of the repository, or at the step alone. */
export interface Annotation {
  readonly level: 'error' | 'warning'
  readonly title: string
  readonly text: string
  /** Relative to the folder that coldstart was started in, with forward slashes. */
  readonly file?: string | undefined
}

/**
 * `::error file=…,line=1,title=…::…` for each annotation, ten at most; the last then says how many more there are.
 * Source: docs.github.com, Workflow commands for GitHub Actions.
 * @param annotations the weightiest first
 * @param folder from the top of the repository to where coldstart was started; '' for the top
 * @param noun of several: `budgets did not pass`
 */
export function workflowCommands(annotations: readonly Annotation[], folder: string, noun: string): string[] {
  const shown = annotations.length > MOST_ANNOTATIONS ? MOST_ANNOTATIONS - 1 : MOST_ANNOTATIONS
  const lines = annotations.slice(0, shown).map((one) => commandOf(one, folder))
  const rest = annotations.length - lines.length
  return rest > 0
    ? [...lines, `::warning title=coldstart::${rest} more ${noun}; see the job summary.`]
    : lines
}

function commandOf({ level, title, text, file }: Annotation, folder: string): string {
  const place =
    file === undefined ? [] : [`file=${escapeProperty(folder === '' ? file : `${folder}/${file}`)}`, 'line=1']
  return `::${level} ${[...place, `title=${escapeProperty(title)}`].join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
