import { z } from 'zod'
import { deployment, resource } from '../../core/deployment.ts'

const at = z.iso.datetime()
const id = z.string().min(1)

/** One line of `.coldstart/ledger.jsonl`. `v` rises when an older coldstart would misread a line. */
export const ledgerLine = z.discriminatedUnion('type', [
  z.strictObject({ v: z.literal(1), at, type: z.literal('begin'), deployment }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('creating'), id, resource }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('created'), id, resource }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('changing'), id, resource, before: z.unknown() }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('restored'), id, resource }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('removed'), id, resource }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('ready'), deployment }),
  z.strictObject({ v: z.literal(1), at, type: z.literal('ended'), id }),
])
export type LedgerLine = z.infer<typeof ledgerLine>
