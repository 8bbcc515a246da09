import type { RequestEnd } from '../../engine/engine-event.ts'
import { shortId } from '../../engine/event-line.ts'
import { longestMs, type PageState, type WaterfallRow, waterfall } from '../page-state.ts'
import { PARTS, requestWords, shortMs } from '../page-words.ts'
import { find, make } from './find.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** The width of a bar's drawing; it is stretched to what there is room for. */
const WIDTH = 1000
const HEIGHT = 16
/** So much is seen of the shortest part. */
const LEAST = 3

const SIGNS = { cold: '❄', warm: '●', throttled: '✕', withdrawn: '✕' } as const

/** Draws the last requests, the newest first, on one scale. */
export function drawRequests(state: PageState, nowMs: number): void {
  const rows = waterfall(state, nowMs)
  const most = longestMs(rows)
  find('requests', HTMLTableSectionElement).replaceChildren(...rows.map((one) => row(one, most)))
}

function row({ seen, offsetMs }: WaterfallRow, most: number): HTMLElement {
  const { request, function: name, end } = seen
  const drawn = make('tr')
  const number = make('th', 'number', String(request))
  number.setAttribute('scope', 'row')
  const kind = make('td', `kind ${end?.kind ?? ''}`, end ? `${SIGNS[end.kind]} ${end.kind}` : '… under way')
  if (end?.failure !== undefined) kind.append(make('span', 'failed', ' ✕ failed'))
  const who = end?.environment === undefined ? name : `${name} ${shortId(end.environment)}`
  const time = make('td', 'time')
  time.append(bar(requestWords(seen), end, offsetMs, most))
  if (end?.failure !== undefined) time.append(make('span', 'failed', end.failure))
  const took = make('td', 'took', end ? shortMs(end.durationMs) : '')
  drawn.append(number, kind, make('td', 'who name', who), time, took)
  return drawn
}

function bar(words: string, end: RequestEnd | undefined, offsetMs: number, most: number): SVGElement {
  const drawn = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' })
  drawn.setAttribute('aria-label', words)
  const title = svg('title', {})
  title.textContent = words
  drawn.append(title)
  const at = (ms: number) => (ms / most) * WIDTH
  let x = at(offsetMs)
  for (const [k, { key }] of PARTS.entries()) {
    const ms = end?.parts?.[key]
    if (ms === undefined || ms === 0) continue
    const width = Math.max(LEAST, at(ms))
    drawn.append(svg('rect', { x, y: 1, width, height: HEIGHT - 2, class: `p${k}` }))
    x += width
  }
  return drawn
}

function svg(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}
