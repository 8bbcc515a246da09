/**
 * Every platform: one folder, and one line here. What a line names is plain data and loads nothing, so that help is
 * quick; the platform's own code is behind its `load`.
 */
export { cloudflare } from './cloudflare/index.ts'
export { google } from './google/index.ts'
export { http } from './http/index.ts'
export { lambda } from './lambda/index.ts'
export { local } from './local/index.ts'
export { microservice } from './microservice/index.ts'
export { netlify } from './netlify/index.ts'
export { vercel } from './vercel/index.ts'
