import { Writable } from 'node:stream'
import { parseTargetAddress } from '../../config/target-address.ts'
import { fraction } from '../../config/value-kinds.ts'
import { isColdstartError } from '../../core/errors.ts'
import type { Terminal } from '../io.ts'
import type { CiKind, HistoryPlace } from './answers.ts'
import type { FoundProject } from './read-project.ts'

/** What was typed as words; the rest is asked or has its default. */
export interface GivenWords {
  readonly functions?: readonly string[]
  readonly targets?: readonly string[]
  readonly ci?: CiKind
  readonly history?: HistoryPlace
  readonly setup?: string
  readonly limit?: string
}

/** The questions and their answers, and whether a file may be overwritten. */
export interface Asker {
  /** @returns undefined where the user has had enough (Ctrl-C, Escape) */
  words(given: GivenWords, project: FoundProject): Promise<GivenWords | undefined>
  /** @returns undefined as above */
  mayOverwrite(path: string): Promise<boolean | undefined>
}

/** Asks with @clack/prompts, on a terminal. @param hasColor false: shapes alone */
export async function openAsker({ input, output }: Terminal, hasColor: boolean): Promise<Asker> {
  const { confirm, isCancel, multiselect, select, text } = await import('@clack/prompts')
  const streams = { input, output: hasColor ? output : withoutColor(output) }
  const line: Questions['line'] = async (message, { check, initialValue } = {}) => {
    const validate = (typed: string | undefined) => check?.((typed ?? '').trim())
    const options = { message, validate, ...(initialValue === undefined ? {} : { initialValue }), ...streams }
    const typed = await text(options)
    if (isCancel(typed)) throw new Cancelled()
    return String(typed ?? '').trim()
  }
  const choose: Questions['choose'] = async (message, choices, initialValue) => {
    const options = choices.map(([value, label]) => ({ value: value as string, label }))
    const chosen = await select({ message, options, initialValue, ...streams })
    const found = choices.find(([value]) => value === chosen)
    if (!found) throw new Cancelled()
    return found[0]
  }
  const several: Questions['several'] = async (message, values) => {
    const options = values.map((value) => ({ value, label: value }))
    const chosen = await multiselect({ message, options, required: false, ...streams })
    if (isCancel(chosen)) throw new Cancelled()
    return chosen as string[]
  }
  return {
    words: (given, project) => askAll(given, project, { line, choose, several }).catch(undefinedIfCancelled),
    mayOverwrite: async (path) => {
      const message = `${path} is there and differs. Overwrite it?`
      const answer = await confirm({ message, initialValue: false, ...streams })
      return isCancel(answer) ? undefined : answer === true
    },
  }
}

/** The kinds of questions; each throws `Cancelled` where the user has had enough. */
interface Questions {
  line(
    message: string,
    more?: { initialValue?: string; check?: (line: string) => string | undefined },
  ): Promise<string>
  choose<Value extends string>(
    message: string,
    choices: readonly (readonly [value: Value, label: string])[],
    initialValue: Value,
  ): Promise<Value>
  several(message: string, values: readonly string[]): Promise<string[]>
}

async function askAll(given: GivenWords, project: FoundProject, ask: Questions): Promise<GivenWords> {
  const functions = given.functions ?? (await askFunctions(project, ask))
  const targets = given.targets ?? divided(await ask.line(TARGETS, { check: checkTargets }))
  const ci = given.ci ?? (await ask.choose('Which CI?', CI_CHOICES, project.hasGitLab ? 'gitlab' : 'github'))
  const history =
    ci === 'github' ? (given.history ?? (await ask.choose(PLACE, PLACE_CHOICES, 'branch'))) : given.history
  const isOwn = functions.length > 0 || project.config?.hasFunctions === true
  const gate = isOwn ? await askGate(given, ask) : given
  return { ...gate, functions, targets, ci, ...(history && { history }) }
}

async function askFunctions({ config, candidates }: FoundProject, ask: Questions): Promise<string[]> {
  if (config?.hasFunctions) return []
  if (candidates.length > 0) return ask.several('Which functions? (space chooses, enter goes on)', candidates)
  return divided(await ask.line('Functions of yours, as paths (leave empty for none)'))
}

async function askGate(given: GivenWords, ask: Questions): Promise<GivenWords> {
  const limit = given.limit ?? (await ask.line(LIMIT, { initialValue: '10%', check: checkLimit }))
  const setup =
    given.setup ??
    (await ask.line('Command that builds, such as npm ci && npm run build (leave empty for none)'))
  return { ...given, limit, ...(setup !== '' && { setup }) }
}

const TARGETS = 'Functions that run already, as name=url (leave empty for none)'
const PLACE = 'Where do recorded runs live?'
const LIMIT = 'By how much may a cold start become slower?'

const CI_CHOICES = [
  ['github', 'GitHub Actions'],
  ['gitlab', 'GitLab CI'],
  ['shell', 'another: shell scripts'],
] as const

const PLACE_CHOICES = [
  ['branch', 'a branch of their own, coldstart-results'],
  ['artifact', 'artifacts, for 90 days'],
  ['folder', 'results/ in the repository'],
] as const

/** The user has had enough. */
class Cancelled extends Error {}

function undefinedIfCancelled(error: unknown): undefined {
  if (!(error instanceof Cancelled)) throw error
}

function divided(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '')
}

function checkTargets(text: string): string | undefined {
  try {
    for (const one of divided(text)) parseTargetAddress(one)
    return undefined
  } catch (error) {
    if (isColdstartError(error)) return error.message
    throw error
  }
}

function checkLimit(text: string): string | undefined {
  return fraction.safeParse(text).success ? undefined : 'Write it like 10% or 0.1.'
}

/** The same stream without colours. */
function withoutColor(output: Terminal['output']): Writable {
  const plain = new Writable({
    write(chunk: Buffer, _, done) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
      output.write(chunk.toString().replace(/\u001b\[[\d;]*m/g, ''), () => done())
    },
  })
  return Object.defineProperties(plain, {
    columns: { get: () => output.columns },
    rows: { get: () => output.rows },
    isTTY: { value: true },
  })
}
