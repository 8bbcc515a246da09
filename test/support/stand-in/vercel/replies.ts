import type { Answer } from '../stand-in.ts'

const SSO_PAGE = '<!doctype html><title>Authentication Required</title>'

export function failed(status: number, code: string, message: string, headers = {}): Answer {
  return { status, json: { error: { code, message } }, headers }
}

export function noSuchProject(): Answer {
  return failed(404, 'not_found', 'Project not found.')
}

export function noSuchDeployment(): Answer {
  return failed(404, 'not_found', 'Deployment not found.')
}

export function loginWall(): Answer {
  const headers = { 'content-type': 'text/html', 'set-cookie': '_vercel_sso_nonce=abc; Path=/' }
  return { status: 401, body: SSO_PAGE, headers }
}
