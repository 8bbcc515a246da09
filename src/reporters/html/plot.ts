import { element, type Markup } from './markup.ts'
import type { Scale } from './scale.ts'

/** Width of every drawing, in its own units: about a pixel on a page with two columns. */
export const WIDTH = 480
/** Room at the right of every drawing. */
export const RIGHT = WIDTH - 12

const ROUNDED = 10

/** A coordinate as it is written: a tenth of a unit is finer than a screen. */
export function place(value: number): number {
  return Math.round(value * ROUNDED) / ROUNDED
}

/**
 * A drawing with its words: `caption` is read under it, `title` by those who do not see it.
 * @param height in units of the drawing
 */
export function figure(
  title: string,
  caption: string,
  height: number,
  children: readonly (Markup | undefined)[],
): Markup {
  return element(
    'figure',
    {},
    element(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${place(height)}`, role: 'img', 'aria-label': title },
      element('title', {}, title),
      children,
    ),
    element('figcaption', {}, element('strong', {}, `${title}. `), caption),
  )
}

/** Vertical guides with their labels below. */
export function xAxis(scale: Scale, top: number, bottom: number, unit: string): Markup[] {
  return [
    ...scale.ticks.map(({ value, label }) =>
      element(
        'g',
        {},
        line(scale.at(value), top, scale.at(value), bottom, 'guide'),
        text(scale.at(value), bottom + 14, label, 'tick', 'middle'),
      ),
    ),
    text(RIGHT, bottom + 28, unit, 'tick', 'end'),
  ]
}

/** Horizontal guides with their labels at the left. */
export function yAxis(scale: Scale, left: number, right: number): Markup[] {
  return scale.ticks.map(({ value, label }) =>
    element(
      'g',
      {},
      line(left, scale.at(value), right, scale.at(value), 'guide'),
      text(left - 5, scale.at(value) + 4, label, 'tick', 'end'),
    ),
  )
}

/** A straight line of one of the page's classes. */
export function line(x1: number, y1: number, x2: number, y2: number, className: string): Markup {
  return element('path', { class: className, d: `M${place(x1)} ${place(y1)}L${place(x2)} ${place(y2)}` })
}

/** Dots in one path: a move and a line of no length, whose round end is the dot. */
export function dots(points: readonly (readonly [number, number])[], className: string): Markup | undefined {
  if (points.length === 0) return undefined
  const d = points.map(([x, y]) => `M${place(x)} ${place(y)}h0`).join('')
  return element('path', { class: className, d })
}

/** A line through points. */
export function polyline(points: readonly (readonly [number, number])[], className: string): Markup {
  const d = points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${place(x)} ${place(y)}`).join('')
  return element('path', { class: className, d })
}

/** A rectangle of one of the page's classes. */
export function box(x: number, y: number, width: number, height: number, className: string): Markup {
  return element('rect', {
    class: className,
    x: place(x),
    y: place(y),
    width: place(Math.max(width, 0)),
    height: place(height),
  })
}

/** Words in a drawing. */
export function text(
  x: number,
  y: number,
  words: string,
  className: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Markup {
  return element(
    'text',
    { x: place(x), y: place(y), class: className, 'text-anchor': anchor === 'start' ? undefined : anchor },
    words,
  )
}

/** What fits into so many characters, the middle cut out: names begin alike, and what tells them apart is often at the end. */
export function shortened(words: string, most: number): string {
  if (words.length <= most) return words
  const tail = Math.floor((most - 1) / 2)
  return `${words.slice(0, most - 1 - tail)}…${words.slice(-tail)}`
}
