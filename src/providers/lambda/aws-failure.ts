import { isHtml } from '../../core/html-page.ts'

/** The name of an error for a reply that is a web page. */
export const HTML_REPLY = 'HtmlReply'

/**
 * The name and message of a refused AWS call: the name from the header `x-amzn-errortype`, JSON `__type` or XML
 * `<Code>`, as the three protocols have it.
 * @param headers of the reply
 */
export function readAwsFailure(status: number, headers: Headers, text: string): Error {
  const json = parseJson(text)
  const name =
    headers.get('x-amzn-errortype')?.split(':')[0] ??
    String(json.__type ?? json.code ?? xmlText(text, 'Code') ?? `HTTP ${status}`).replace(/^.*#/, '')
  const message = json.message ?? json.Message ?? xmlText(text, 'Message')
  const isPage = status < 500 && isHtml(text)
  const error = new Error(typeof message === 'string' ? message : `status ${status}`)
  error.name = isPage ? HTML_REPLY : name
  return error
}

/** The text of the first element of that name; enough for the two XML replies that are read here. */
export function xmlText(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1]
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
