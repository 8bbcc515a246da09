/** From the words that were typed to the command, with the small nouns that everything uses and the errors' wording. */
const START = [
  /rolldown[/:]runtime/,
  /src[/\\]cli[/\\](?:help-text|command-list|main|color|global-flags|shell)\.ts$/,
  /src[/\\]core[/\\](?:version|built-entry|exit-codes|system-clock|duration|errors|is-empty-value|like-messages)\.ts$/,
  /src[/\\]core[/\\](?:suggestion|hide-address-values|posix-quotes)\.ts$/,
  /src[/\\]reporters[/\\]format-ms\.ts$/,
]

/** What the commands that measure can be told. */
const OPTIONS = [
  /src[/\\]cli[/\\](?:refuse-unknown-flags|command|provider-flags|bench-options|withheld-value)\.ts$/,
  /src[/\\]core[/\\](?:target-groups|way-facts)\.ts$/,
  /src[/\\]cold[/\\]/,
  /src[/\\]providers[/\\](?:index|registry|.*[/\\]flags)\.ts$/,
]

/**
 * What is read together is one chunk: every file costs a command that starts more than all that is in it.
 * Each group takes along what its modules import, unless an earlier group has it.
 */
export const groups = [
  { name: 'start', test: (id) => START.some((pattern) => pattern.test(id)) },
  { name: 'options', test: (id) => OPTIONS.some((pattern) => pattern.test(id)) },
  /** The runs that are recorded here. */
  { name: 'recorded', test: /src[/\\]store[/\\](?:recorded-runs|find-recorded|list-runs)\.ts$/ },
  /** coldstart/stats, whole. */
  { name: 'statistics', test: /src[/\\]stats[/\\]/ },
  /** From a recorded run to its figures, and to where they are shown. */
  {
    name: 'report',
    test: /src[/\\](?:bench[/\\]report|cli[/\\](?:presentation|run-report|write-(?:reports|shown))|store[/\\]read-(?:result|run-file)|reporters[/\\]index)\.ts$/,
  },
  /** What more than one format says in the same words. */
  {
    name: 'words',
    test: /src[/\\]reporters[/\\](?:\w+-sentences?|sentence-words|where-it-ran|queue-rows|wrap|format-ratio|cold-scenes|table[/\\](?:\w+-notes|notes|ways|plain-table))\.ts$/,
  },
]
