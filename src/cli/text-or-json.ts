import { Option } from 'commander'

/** `--format text|json`, of commands that show facts rather than results. */
export function textOrJson(): Option {
  return new Option('--format <name>', 'on standard output').choices(['text', 'json']).default('text')
}
