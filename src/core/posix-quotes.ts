/** One word in the quotes of a POSIX shell, in which nothing but a quote means anything. */
export function inPosixQuotes(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
