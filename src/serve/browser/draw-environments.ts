import type { EnvironmentSeen, FunctionSeen } from '../../engine/engine-event.ts'
import { shortId } from '../../engine/event-line.ts'
import { type PageState, shownEnvironments } from '../page-state.ts'
import { settingOf, stageWords } from '../page-words.ts'
import { find, make } from './find.ts'

/** By which a stage is told without its colour. */
const SIGNS = { boot: '◔', load: '◑', serve: '▶', idle: '●', end: '◌', ended: '○' } as const

const WANTS_STILLNESS = matchMedia('(prefers-reduced-motion: reduce)')

/** Draws every function with its environments as boxes. */
export function drawEnvironments(state: PageState, nowMs: number): void {
  const sections = [...state.functions.values()].map((one) => section(state, one, nowMs))
  find('functions', HTMLDivElement).replaceChildren(...sections)
}

function section(
  state: PageState,
  { function: name, label, memoryMb, vcpus, idleTtlMs }: FunctionSeen,
  nowMs: number,
) {
  const whole = make('section')
  const heading = make('h3', '', label === undefined ? name : `${label} (${name})`)
  const cpu = vcpus === undefined ? '' : `, ${Number(vcpus.toPrecision(2))} vCPU`
  const settings = make('p', 'soft', `${memoryMb} MB${cpu}, ended when idle for ${settingOf(idleTtlMs)}`)
  const boxes = make('ul', 'boxes')
  const shown = shownEnvironments(state, name, nowMs)
  boxes.append(...shown.map((one) => box(one, idleTtlMs, nowMs)))
  if (shown.length === 0)
    boxes.append(make('li', 'none', 'No environment: the next request is a cold start.'))
  whole.append(heading, settings, boxes)
  return whole
}

function box(seen: EnvironmentSeen, idleTtlMs: number, nowMs: number): HTMLElement {
  const { environment, stage, served, untilMs } = seen
  const drawn = make('li', `is-${stage}`)
  const words = make('span', 'stage', stageWords(seen, nowMs))
  words.dataset.sign = SIGNS[stage]
  const requests = `${served} ${served === 1 ? 'request' : 'requests'}`
  drawn.append(words, make('span', 'name', shortId(environment)), make('span', 'soft', requests))
  if (untilMs !== undefined) drawn.append(timeLeft(untilMs - nowMs, idleTtlMs))
  return drawn
}

/** Shrinks smoothly, but only once a second, when it is drawn again, for those who want nothing to move. */
function timeLeft(leftMs: number, idleTtlMs: number): HTMLElement {
  const whole = make('div', 'left')
  const left = make('i')
  const transform = `scaleX(${Math.min(1, Math.max(0, leftMs / idleTtlMs))})`
  left.style.transform = transform
  if (leftMs > 0 && !WANTS_STILLNESS.matches)
    left.animate([{ transform }, { transform: 'scaleX(0)' }], { duration: leftMs, fill: 'forwards' })
  whole.setAttribute('aria-hidden', 'true')
  whole.append(left)
  return whole
}
