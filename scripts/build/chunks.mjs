/** From the words that were typed to the command and its help, with the small nouns that everything uses. */
const START = [
  /rolldown[/:]runtime/,
  /src[/\\]cli[/\\](?:help-text|command-list|main|refuse-unknown-flags|color|command|global-flags|provider-flags|bench-options|shell|withheld-value)\.ts$/,
  /src[/\\]core[/\\](?:version|built-entry|exit-codes|system-clock|duration|errors|is-empty-value|like-messages)\.ts$/,
  /src[/\\]core[/\\](?:suggestion|target-groups|way-facts|hide-address-values|posix-quotes)\.ts$/,
  /src[/\\]reporters[/\\]format-ms\.ts$/,
  /src[/\\]cold[/\\]/,
  /src[/\\]providers[/\\](?:index|registry|.*[/\\]flags)\.ts$/,
]

/**
 * What is read together is one chunk: every file costs a command that starts more than all that is in it.
 * Each group takes along what its modules import, unless an earlier group has it.
 */
export const groups = [
  { name: 'start', test: (id) => START.some((pattern) => pattern.test(id)) },
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
  /** What starts the engine's process, before the rest of a bench is read. */
  { name: 'start-engine', test: /src[/\\]engine[/\\]start-engine\.ts$/ },
  /** From the words of a bench to its run on the engine. */
  {
    name: 'bench',
    test: /src[/\\](?:cli[/\\](?:run-bench|bench-request)|providers[/\\]local[/\\]provider)\.ts$/,
  },
]
