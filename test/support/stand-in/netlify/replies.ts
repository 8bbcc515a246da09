import type { Answer } from '../stand-in.ts'

export function failed(code: number, message: string): Answer {
  return { status: code, json: { code, message } }
}

/** As Netlify words it. */
export function nameTaken(): Answer {
  return { status: 422, json: { errors: { subdomain: ['must be unique'] } } }
}

export function loginWall(): Answer {
  const body = '<!doctype html><title>Log in to Netlify</title>'
  return { status: 401, body, headers: { 'content-type': 'text/html; charset=utf-8' } }
}
