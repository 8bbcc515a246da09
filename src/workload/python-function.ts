import { ColdstartError } from '../core/errors.ts'
import type { Contract, ContractForm } from './contract.ts'

/** What a Python file says of the function in it. */
export interface PythonFacts {
  /** The name that the platform calls: a function's, or for Vercel that of a class or an application. */
  readonly exportName: string
  readonly form?: ContractForm
}

/** Lambda's console calls it `lambda_handler`, its documentation `handler` too. */
const USUAL = ['handler', 'lambda_handler']

/**
 * Which name of a Python file is the function under a contract, and what it takes.
 * @param file for the error
 * @param exportName what the user says
 * @throws ColdstartError `unclear-export` where it could be any of several, or none
 */
export function readPython(
  file: string,
  source: string,
  contract: Contract,
  exportName?: string,
): PythonFacts {
  if (contract === 'vercel') return { exportName: exportName ?? only(file, vercelNames(source)) }
  if (contract !== 'google') return { exportName: exportName ?? handlerIn(file, source) }
  const registered = registeredIn(source)
  const name =
    exportName ?? only(file, registered.length > 0 ? registered.map((one) => one.name) : functionsIn(source))
  const isEvent = registered.some((one) => one.name === name && one.kind === 'cloud_event')
  return { exportName: name, ...(isEvent && { form: 'cloudevent' }) }
}

/** A class `handler` that serves requests, which only Vercel takes. */
export const REQUEST_HANDLER = /^class ([Hh]andler)\s*\(\s*(?:http\.server\.)?BaseHTTPRequestHandler\b/m

/** https://vercel.com/docs/functions/runtimes/python: a class `handler`, or `app` or `application` for WSGI and ASGI. */
export function vercelNames(source: string): string[] {
  const named = REQUEST_HANDLER.exec(source)?.[1]
  if (named !== undefined) return [named]
  const isThere = (name: string) =>
    new RegExp(
      `^(?:${name}\\s*[:=]|(?:async )?def ${name}\\b|class ${name}\\b|from .+ import .*\\b${name}\\b)`,
      'm',
    ).test(source)
  return ['app', 'application'].filter(isThere).slice(0, 1)
}

/** `@functions_framework.http`, `.cloud_event` and `.typed`, also of its `aio`, with whatever other decorators stand between. */
function registeredIn(source: string): readonly { readonly name: string; readonly kind: string }[] {
  const found = source.matchAll(
    /^@(?:\w+\.)*(http|cloud_event|typed)\b[^\n]*\n(?:[@#][^\n]*\n)*(?:async )?def (\w+)/gm,
  )
  return [...found].map(([, kind = '', name = '']) => ({ name, kind }))
}

function functionsIn(source: string): string[] {
  return [...source.matchAll(/^(?:async )?def ([A-Za-z]\w*)\b/gm)].map(([, name = '']) => name)
}

/** As usual, else the only function there is. */
function handlerIn(file: string, source: string): string {
  const open = [...source.matchAll(/^def ([A-Za-z]\w*)\b/gm)].map(([, name = '']) => name)
  return usualHandler(source) ?? only(file, open)
}

/** What Lambda usually calls, whether defined or bound (`handler = Mangum(app)`), where a file has it. */
export function usualHandler(source: string): string | undefined {
  const bound = [...source.matchAll(/^(\w+) *=/gm)].map(([, name = '']) => name)
  return USUAL.find((name) => functionsIn(source).includes(name) || bound.includes(name))
}

function only(file: string, names: readonly string[]): string {
  const [name, ...others] = [...new Set(names)]
  if (name !== undefined && others.length === 0) return name
  throw new ColdstartError('unclear-export', { path: file, names: [...new Set(names)] })
}
