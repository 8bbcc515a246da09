import type { ServerResponse } from 'node:http'
import type { AwsRefusal } from './aws-refusal.ts'
import { serviceModels } from './service-models.ts'

export interface JsonAnswer {
  readonly status: number
  readonly json: unknown
}

/** In the form that the protocol of the service has for errors. */
export function writeRefusal(
  { status, code, message }: AwsRefusal,
  service: string,
  res: ServerResponse,
): void {
  const protocol = serviceModels[service]?.protocol
  if (protocol === 'query') {
    const text = message.replace(/&/g, '&amp;').replace(/</g, '&lt;')
    res.writeHead(status, { 'content-type': 'text/xml' })
    res.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`,
    )
    return
  }
  const json = protocol === 'json' ? { __type: code, message } : { Message: message }
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (protocol !== 'json') headers['x-amzn-errortype'] = `${code}:http://internal.amazon.com/coral/`
  res.writeHead(status, headers).end(JSON.stringify(json))
}

/** @param inner what stands inside `<OperationResult>` */
export function writeXml(operation: string, inner: string, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/xml' })
  res.end(`<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`)
}

export function writeJson({ status, json }: JsonAnswer, res: ServerResponse): void {
  res.writeHead(status, { 'content-type': 'application/json' })
  res.end(json === undefined ? '' : JSON.stringify(json))
}
