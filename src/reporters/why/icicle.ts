import type { LoadReport } from '../../core/load-report.ts'
import { formatMs } from '../format-ms.ts'
import { element, type Markup } from '../html/markup.ts'
import { type LoadBar, layoutLoad } from './layout.ts'

const WIDTH = 1000
const ROW = 20
/** Narrower bars are drawn without words, the narrowest not at all. */
const NAMED = 40
const DRAWN = 0.6
const LETTER = 6.5
const COLORS = 8

/** The load as bars below bars: a module's is as long as its load with what it imports. Every bar says what it is. */
export function icicle(load: LoadReport): Markup {
  const bars = layoutLoad(load)
  const scale = WIDTH / Math.max(load.loadMs, ...bars.map(({ endMs }) => endMs), 1e-9)
  const packages = [...new Set(bars.map((bar) => bar.package))]
  const drawn = bars.filter(({ startMs, endMs }) => (endMs - startMs) * scale >= DRAWN)
  const rows = 1 + Math.max(0, ...drawn.map(({ depth }) => depth))
  return element(
    'figure',
    {},
    element(
      'div',
      { class: 'wide', role: 'region', 'aria-label': 'Picture of the load', tabindex: 0 },
      element(
        'svg',
        {
          viewBox: `0 0 ${WIDTH} ${rows * ROW}`,
          class: 'icicle',
          role: 'img',
          'aria-label': 'The load, module below module',
        },
        drawn.map((bar) => barOf(bar, scale, packages.indexOf(bar.package) % COLORS)),
      ),
    ),
    element(
      'figcaption',
      {},
      element('strong', {}, 'The load, module below module. '),
      'As long as each takes with all that it was the first to import; one colour a package. The table has the figures.',
    ),
  )
}

function barOf({ name, startMs, endMs, depth, selfMs }: LoadBar, scale: number, color: number): Markup {
  const [x, width] = [startMs * scale, (endMs - startMs) * scale]
  const letters = Math.floor((width - 6) / LETTER)
  const words = width < NAMED ? undefined : name.length > letters ? `…${name.slice(1 - letters)}` : name
  return element(
    'g',
    {},
    element('title', {}, `${name}: ${formatMs(endMs - startMs)} ms, ${formatMs(selfMs)} ms its own`),
    element('rect', {
      x: x.toFixed(1),
      y: depth * ROW,
      width: Math.max(0.5, width - 0.5).toFixed(1),
      height: ROW - 1,
      class: `quartiles c${color}`,
    }),
    words === undefined
      ? undefined
      : element('text', { x: (x + 3).toFixed(1), y: depth * ROW + 14, class: 'label' }, words),
  )
}
