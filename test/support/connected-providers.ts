import { cloudflareProvider as cloudflare } from '../../src/providers/cloudflare/provider.ts'
import { googleProvider as google } from '../../src/providers/google/provider.ts'
import { httpProvider as http } from '../../src/providers/http/provider.ts'
import { lambdaProvider as lambda } from '../../src/providers/lambda/provider.ts'
import { localProvider as local } from '../../src/providers/local/provider.ts'
import { netlifyProvider as netlify } from '../../src/providers/netlify/provider.ts'
import { vercelProvider as vercel } from '../../src/providers/vercel/provider.ts'
import { connected } from './connected.ts'

export const cloudflareProvider = connected(cloudflare)
export const googleProvider = connected(google)
export const httpProvider = connected(http)
export const lambdaProvider = connected(lambda)
export const localProvider = connected(local)
export const netlifyProvider = connected(netlify)
export const vercelProvider = connected(vercel)
