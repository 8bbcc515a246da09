import type { ProviderLimits } from '../provider-limits.ts'

/** What a production deploy takes of the team's credits; a draft takes none. */
export const PRODUCTION_CREDITS = 15
/** By the API. */
export const DEPLOYS_PER_MINUTE = 3
/** By the API, in 24 hours. */
export const DEPLOYS_PER_DAY = 100
/** Of the free plan, a month. */
export const FREE_CREDITS = 300
/** Credits at the Pro plan's $5 for 500. */
const DOLLARS_PER_CREDIT = 0.01

const pricing = { asOf: '2026-10-08', source: 'https://www.netlify.com/pricing/' }

/** What Netlify allows, runs and charges. */
export const netlifyLimits = {
  // Each replica is a Lambda function of its own, and one deploy makes them all cold.
  parallelColds: 10,
  // Lambda's, on which Netlify runs: 5 to 10 minutes have been reported, nothing is promised.
  usualIdleMs: 15 * 60_000,
  // Other sizes, up to 4096 MB, take a paid plan.
  memory: { defaultMb: 1024, sizes: { least: 1024, most: 4096 } },
  runtimes: {
    asOf: '2026-11-28',
    source: 'https://docs.netlify.com/build/functions/optional-configuration/',
    // The first is the default of Netlify's packager (16.2, node_version.js); the ends are Lambda's, underneath.
    node: [
      { major: 24, ends: '2028-06-01' },
      { major: 22, ends: '2027-06-01' },
      { major: 20, ends: '2026-06-01' },
      { major: 18, ends: '2025-10-01' },
    ],
  },
  evictionIsDeploy: true,
  quotas: [
    {
      asOf: '2026-10-08',
      source: 'https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/#rate-limiting',
      noun: 'deploys by the API',
      perDeploy: 1,
      most: DEPLOYS_PER_DAY,
      per: 'day',
      plan: 'every plan',
    },
    {
      ...pricing,
      noun: 'credits',
      perDeploy: PRODUCTION_CREDITS,
      most: FREE_CREDITS,
      per: 'month',
      plan: 'Free',
      larger: 'paid plans have more',
      stage: 'production',
    },
  ],
  prices: {
    ...pricing,
    // 2 credits for 10,000 requests, 10 a GB-hour.
    perMillionRequests: 200 * DOLLARS_PER_CREDIT,
    perGbSecond: (10 * DOLLARS_PER_CREDIT) / 3600,
    perDeploy: { production: PRODUCTION_CREDITS * DOLLARS_PER_CREDIT },
    note: 'Free pauses all projects when the credits of a month are used up.',
  },
} satisfies ProviderLimits
