import { z } from 'zod'

/**
 * The bodies of Cloudflare's API that coldstart sends, as the types of the npm package cloudflare 7.3.0 have them
 * (resources/workers/scripts/scripts.d.ts, subdomain.d.ts), read on 2026-11-28. Strict: a key that those types do not
 * name is a defect of the client.
 */
const name = z.string().regex(/^[A-Za-z_$][\w$]*$/)

/** Of `ScriptUpdateParams.Metadata.bindings`, the kinds that coldstart may send. */
const binding = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('plain_text'), name, text: z.string() }),
  z.strictObject({ type: z.literal('secret_text'), name, text: z.string() }),
  z.strictObject({ type: z.literal('json'), name, json: z.unknown() }),
])

/** `ScriptUpdateParams.Metadata`, without what only other Workers than ours have (assets, migrations, placement, …). */
export const uploadMetadata = z.strictObject({
  annotations: z
    .strictObject({ 'workers/message': z.string().optional(), 'workers/tag': z.string().optional() })
    .optional(),
  bindings: z.array(binding).optional(),
  compatibility_date: z.iso.date(),
  compatibility_flags: z.array(z.string()).optional(),
  logpush: z.boolean().optional(),
  main_module: z.string(),
  observability: z
    .strictObject({ enabled: z.boolean(), head_sampling_rate: z.number().optional() })
    .optional(),
  tags: z.array(z.string()).optional(),
  usage_model: z.enum(['standard', 'bundled', 'unbound']).optional(),
})
export type UploadMetadata = z.infer<typeof uploadMetadata>

/** `SubdomainCreateParams`, but for the account. */
export const subdomainBody = z.strictObject({
  enabled: z.boolean(),
  previews_enabled: z.boolean().optional(),
})
