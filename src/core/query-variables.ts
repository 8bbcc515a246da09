const VARIABLE = /^env:([A-Za-z_]\w*)$/

/** The variable that a value of an address stands for, written `env:NAME`, percent-encoded or not. */
export function variableNamed(text: string): string | undefined {
  return VARIABLE.exec(percentDecoded(text))?.[1]
}

/**
 * An address or a path with what its variables hold: where the value of a query parameter, or a lone word, is `env:NAME`.
 * @param read gives what the variable holds; what it throws is thrown
 */
export function withQueryVariables(address: string, read: (name: string) => string): string {
  const [, before = address, query, fragment = ''] = /^([^?#]*\?)([^#]*)(.*)$/s.exec(address) ?? []
  if (query === undefined) return address
  const pairs = query.split('&').map((pair) => {
    const name = variableNamed(valueIn(pair))
    return name === undefined
      ? pair
      : pair.slice(0, pair.length - valueIn(pair).length) + encodeURIComponent(read(name))
  })
  return before + pairs.join('&') + fragment
}

/** Whether a query, without its `?`, holds nothing but names, and values that are read from variables. */
export function isOfVariables(query: string): boolean {
  return query.split('&').every((pair) => {
    const value = valueIn(pair)
    return value === '' || variableNamed(value) !== undefined
  })
}

/** Of `name=value`, or a lone word, which may be a key as well. */
function valueIn(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1)
}

/** What it says, or the text as it is where it says nothing. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
