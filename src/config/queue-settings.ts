import { z } from 'zod'
import { listOf, yesOrNo } from './value-kinds.ts'

const text = z.string().min(1)

/** A queue needs Redis, and what is measured over one has no other use for it. */
export const queueSettings = {
  trigger: z
    .enum(['request', 'queue'])
    .exactOptional()
    .describe('What calls the function: a request, or queue: a BullMQ job (default: request)'),
  workers: text
    .exactOptional()
    .describe(
      'Let workers at other places measure, through this Redis: env:NAME, or an address without a password',
    ),
  vantages: listOf(text).exactOptional().describe('With workers: only from these places (default: all)'),
  acceptLoss: yesOrNo
    .default(false)
    .describe(
      'With workers: accept a Redis that may lose what it confirmed; a request could then be sent twice',
    ),
  redis: text
    .exactOptional()
    .describe('With trigger queue: its Redis, as redis://host:6379, or env:NAME for one with a password'),
}
