/**
 * The value of a JSON text that may have comments and commas before a closing bracket, as wrangler and tsc read it.
 * @throws SyntaxError
 */
export function parseJsonWithComments(text: string): unknown {
  return JSON.parse(withoutTrailingCommas(withoutComments(text)))
}

const TEXT_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const TEXT_OR_COMMA = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g

/** Line breaks stay, so that an error names the line. */
function withoutComments(text: string): string {
  return text.replace(TEXT_OR_COMMENT, (one) => (one.startsWith('"') ? one : one.replace(/[^\n]/g, ' ')))
}

function withoutTrailingCommas(text: string): string {
  return text.replace(TEXT_OR_COMMA, (one) => (one === ',' ? '' : one))
}
