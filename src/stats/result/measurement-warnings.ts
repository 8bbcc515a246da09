import type { Warning } from '../../core/result.ts'
import type { TargetGroup } from './target-group.ts'
import { many, when } from './warning-words.ts'

/** What disturbed the measuring of one function, by the flags of its samples. */
export function measurementWarnings({ table, outliers }: TargetGroup): Warning[] {
  const count = (flag: string) => table.rowsOf((kind) => kind.flags.includes(flag)).length
  const [delayed, slept, proxied] = [count('loop-delay'), count('slept'), count('proxied')]
  const competed = count('competed')
  return [
    ...when(
      proxied > 0,
      'proxied',
      `${many(proxied, 'invocation')} went through a proxy (--through-proxy): its share of every wait is in the figures, and connect times are those of its tunnel.`,
    ),
    ...when(
      delayed > 0,
      'loop-delay',
      `This machine was busy during ${many(delayed, 'invocation')}; repeat on a quiet one.`,
    ),
    ...when(
      competed > 0,
      'competed',
      `During ${many(competed, 'invocation')} more environments worked at once than this machine has processors: they competed for them, as they would not in a cloud.`,
    ),
    ...when(slept > 0, 'slept', `This machine slept during ${many(slept, 'invocation')}.`),
    ...when(
      outliers.size > 0,
      'outliers',
      `${many(outliers.size, 'wait')} far outside the rest (5 robust SD on the log scale): flagged, and in every figure.`,
    ),
  ]
}
