import type { EngineEvent } from '../../engine/engine-event.ts'
import { emptyState, takeIn } from '../page-state.ts'
import { checkWait, enable, offer, wireControls } from './controls.ts'
import { drawEnvironments } from './draw-environments.ts'
import { drawRequests } from './draw-requests.ts'
import { listen } from './listen.ts'
import { say, sayEnded } from './say.ts'

const state = emptyState()
const token = new URLSearchParams(location.search).get('token') ?? ''
/** From this page's clock to the engine's, ms. */
let aheadMs = 0
/** The drawing that is due, since something has happened. */
let due: number | undefined
/** Until everything there is to know is here, nothing is news. */
let isNews = false

const nowMs = () => performance.now() + aheadMs

function take(event: EngineEvent): void {
  takeIn(state, event)
  drawSoon()
  if (event.type === 'function') offer(event)
  if (event.type === 'request' && event.end && isNews) sayEnded(event)
  checkWait(state)
}

function drawSoon(): void {
  if (due === undefined)
    due = requestAnimationFrame(() => {
      due = undefined
      draw()
      drawRequests(state, nowMs())
    })
}

/** What changes with time alone. */
function draw(): void {
  drawEnvironments(state, nowMs())
}

const CONNECTION = {
  yes: 'Connected.',
  again: 'The engine does not answer: it may have ended. Trying again.',
  no: 'The engine has ended. Start it again, and open the address that it prints.',
} as const

listen(token, {
  event: take,
  whole() {
    for (const known of Object.values(state)) known.clear()
    isNews = false
  },
  now() {
    isNews = true
  },
  clock(engineMs) {
    aheadMs = engineMs - performance.now()
  },
  connected(how) {
    enable(how === 'yes')
    say(CONNECTION[how])
  },
})
wireControls(state, token, nowMs)
setInterval(draw, 1000)
