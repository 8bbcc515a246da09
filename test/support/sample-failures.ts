/** What these tests read of a sample's error. */
interface Measured {
  readonly error?: { readonly kind: string; readonly message: string }
}

/**
 * Those that this machine was not too busy to time. The others hide no reply that failed: what a reply says (its status,
 * its body) is a sample's error however slowly it was read.
 */
export function timedOf<One extends Measured>(samples: readonly One[]): One[] {
  return samples.filter(({ error }) => error?.kind !== 'client')
}

/** Messages of the samples that failed, of those that could be timed: of none there are none. */
export function failuresOf(samples: readonly Measured[]): string[] {
  return timedOf(samples).flatMap(({ error }) => error?.message ?? [])
}
