import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderContext } from '../../../src/providers/provider.ts'
import { createFakeClock, type FakeClock } from '../fake-clock.ts'
import { createTestContext } from '../provider-context.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import type { GoogleCloud } from './google-cloud.ts'
import type { Holder } from './tokens.ts'

/** A context whose credentials the stand-in believes, on a fake clock that both go by. */
export function createGoogleContext(
  cloud: GoogleCloud,
  overrides: Partial<ProviderContext> = {},
  holder: Holder = 'user',
): ReturnType<typeof createTestContext> & { readonly clock: FakeClock } {
  const env = { ...googleEnv(cloud, holder), ...overrides.env }
  const home = temporaryFolder()
  const clock = createFakeClock()
  cloud.clock = clock
  return { ...createTestContext({ home, baseUrls: cloud.baseUrls, ...overrides, env, clock }), clock }
}

/** What a user's shell would hold: a credentials file and a project. */
export function googleEnv(cloud: GoogleCloud, holder: Holder): Record<string, string> {
  const folder = temporaryFolder()
  const file = join(folder, 'credentials.json')
  const json = holder === 'user' ? cloud.tokens.userFile : cloud.tokens.serviceAccountFile
  writeFileSync(file, JSON.stringify(json))
  return { GOOGLE_APPLICATION_CREDENTIALS: file, GOOGLE_CLOUD_PROJECT: 'stand-in' }
}
