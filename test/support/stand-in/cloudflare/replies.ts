import type { Answer } from '../stand-in.ts'

export function succeeded(result: unknown): Answer {
  return { status: 200, json: { success: true, errors: [], messages: [], result } }
}

export function failed(status: number, code: number, message: string) {
  return { status, json: { success: false, errors: [{ code, message }], messages: [], result: null } }
}

export function noSuchWorker(): Answer {
  return failed(404, 10007, 'This Worker does not exist on your account.')
}
