/**
 * What is read together is one chunk: every file costs a command that starts about as much as all that is in it.
 * Each group takes along what its modules import, unless an earlier group has it.
 */
export const groups = [
  /** All that `--help` and `--version` need. */
  {
    name: 'about',
    test: /src[/\\](?:cli[/\\](?:help-text|command-list)|core[/\\](?:version|built-entry|exit-codes))\.ts$/,
  },
  /** Small nouns without a schema, for every command and for the statistics. */
  {
    name: 'core',
    test: /src[/\\]core[/\\](?:duration|errors|is-empty-value|like-messages|suggestion|target-groups|way-facts)\.ts$/,
  },
  /** From the words that were typed to the command. */
  {
    name: 'start',
    test: /src[/\\](?:cli[/\\](?:main|color|command|global-flags)|core[/\\]system-clock)\.ts$/,
  },
  /** What the options of commands are made of. */
  {
    name: 'options',
    test: /src[/\\](?:cold[/\\].*|providers[/\\](?:index|.*[/\\]flags)|cli[/\\](?:provider-flags|bench-options))\.ts$/,
  },
  /** The runs that are recorded here. */
  { name: 'recorded', test: /src[/\\]store[/\\](?:recorded-runs|find-recorded|list-runs)\.ts$/ },
  /** coldstart/stats, whole. */
  { name: 'statistics', test: /src[/\\]stats[/\\]/ },
  /** From a recorded run to its figures, in any format. */
  {
    name: 'report',
    test: /src[/\\](?:bench[/\\]report|cli[/\\]presentation|store[/\\]read-(?:result|run-file)|reporters[/\\](?:index|wrap))\.ts$/,
  },
]
