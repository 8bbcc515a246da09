import type { FunctionSeen } from '../../engine/engine-event.ts'
import { coldAtMs, isCold, type PageState } from '../page-state.ts'
import { settingOf, shortMs } from '../page-words.ts'
import { find } from './find.ts'
import { complain, say } from './say.ts'

const chosen = find('function', HTMLSelectElement)
const memory = find('memory', HTMLInputElement)
const idle = find('idle', HTMLInputElement)

/** The function whose next cold start is waited for. */
let waitedFor: string | undefined

/**
 * Makes the buttons work.
 * @param nowMs the engine's time
 */
export function wireControls(state: PageState, token: string, nowMs: () => number): void {
  const ask = (path: string, body: object) => post(path, token, { function: chosen.value, ...body })
  find('send-one', HTMLButtonElement).addEventListener('click', () => void ask('/requests', { count: 1 }))
  find('send-ten', HTMLButtonElement).addEventListener('click', () => void ask('/requests', { count: 10 }))
  find('wait', HTMLButtonElement).addEventListener('click', () => wait(state, nowMs()))
  chosen.addEventListener('change', () => showSettings(state.functions.get(chosen.value)))
  find('settings', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    void ask('/settings', { memoryMb: Number(memory.value), idleTtl: idle.value })
  })
}

/** A function is there, or has other settings. */
export function offer(seen: FunctionSeen): void {
  const known = [...chosen.options].some(({ value }) => value === seen.function)
  if (!known) chosen.add(new Option(seen.label ?? seen.function, seen.function))
  if (chosen.value === seen.function) showSettings(seen)
}

/** What cannot be asked of an engine that is not heard is not offered. */
export function enable(yes: boolean): void {
  for (const button of document.querySelectorAll('button')) button.disabled = !yes
}

/** Says so once what is waited for has come. */
export function checkWait(state: PageState): void {
  if (waitedFor === undefined || !isCold(state, waitedFor)) return
  say(`${waitedFor} is cold: the next request starts an environment.`)
  waitedFor = undefined
}

function wait(state: PageState, nowMs: number): void {
  waitedFor = chosen.value
  const atMs = coldAtMs(state, waitedFor)
  if (atMs === undefined) say(`Waiting for ${waitedFor}: it serves a request.`)
  else say(`Waiting for ${waitedFor}: cold in ${shortMs(Math.max(0, atMs - nowMs))} unless it is called.`)
  checkWait(state)
}

/** What is being typed is left alone. */
function showSettings(seen: FunctionSeen | undefined): void {
  if (!seen || document.activeElement === memory || document.activeElement === idle) return
  memory.value = String(seen.memoryMb)
  idle.value = settingOf(seen.idleTtlMs)
}

async function post(path: string, token: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'coldstart-token': token }
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    const { problem } = (await response.json()) as { problem?: string }
    complain(problem ?? '')
  } catch {
    complain('The engine did not answer.')
  }
}
