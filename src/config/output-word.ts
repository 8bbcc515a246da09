/**
 * `[format=]file`, as `--output` takes it, in its parts.
 * @returns the word before the `=` where one stands there, and what is behind it, which may be empty
 */
export function splitOutput(output: string): { readonly format?: string; readonly path: string } {
  const [prefix, format] = /^([a-z-]+)=/.exec(output) ?? []
  return prefix === undefined || format === undefined
    ? { path: output }
    : { format, path: output.slice(prefix.length) }
}
