import { z } from 'zod'
import { sample, sampleErrorKind } from './sample.ts'

const count = z.int().nonnegative()

/**
 * The samples of a run that are alike in everything but round, wait and instance, in the order of the run: a list for
 * each of the three, side by side. What figures, comparisons and verdicts are made of, at a twentieth of the samples' size.
 */
export const measuredWaits = sample
  .pick({ target: true, intended: true, coldBy: true, plannedIdleMs: true, observed: true, evidence: true })
  .extend({
    inferred: z.literal(true).exactOptional(),
    /** Of unknown ones: neither function nor platform said anything about them. */
    silent: z.literal(true).exactOptional(),
    flags: z.array(z.string()).exactOptional(),
    /** The message is left out where a target failed in a great many ways. */
    error: z
      .strictObject({
        kind: sampleErrorKind,
        message: z.string().exactOptional(),
        /** The platform's id of the first of these requests, by which it is found in its logs. */
        requestId: z.string().exactOptional(),
      })
      .exactOptional(),
    rounds: z.array(count),
    /** Left out where no reply began. */
    waitMs: z.array(z.number().nonnegative()).exactOptional(),
    /** Numbers of their instances within the document; left out where they are not known. */
    instances: z.array(count).exactOptional(),
  })
/** Waits of samples that are alike, as a result document keeps them. */
export type MeasuredWaits = Readonly<z.infer<typeof measuredWaits>>
