/** What stands for something else in a pattern → the same in a regular expression. */
const WORDS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
}
const TOKENS = /\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|[.+^$()|[\]{}\\]/g

/**
 * A path pattern as vercel.json and netlify.toml have them, as a regular expression of the whole path: `*` and `?`
 * stay within a folder, `**` does not, `{a,b}` is one of several, `[ab]` one character. Names that begin with a dot
 * are matched as others are.
 * @param pattern with forward slashes, relative
 */
export function globToRegExp(pattern: string): RegExp {
  return new RegExp(`^${sourceOf(pattern)}$`)
}

function sourceOf(pattern: string): string {
  return pattern.replace(TOKENS, (token) => {
    if (/^\{.*\}$/.test(token)) return `(?:${token.slice(1, -1).split(',').map(sourceOf).join('|')})`
    if (/^\[.+\]$/.test(token)) return token.replace(/^\[!/, '[^')
    return WORDS[token] ?? `\\${token}`
  })
}
