import { z } from 'zod'
import { target } from './target.ts'

/** One remote thing that must be taken down again, in the order of creation. */
export const resource = z.strictObject({
  /** Provider's own kind: `lambda-function`, `iam-role`, `vercel-project`, `netlify-site`, … */
  kind: z.string().min(1),
  /** The name it will have, known before the create call. */
  name: z.string().min(1),
  /** The id the platform gave it, once known. */
  id: z.string().exactOptional(),
  region: z.string().exactOptional(),
  /** False for things that coldstart found and must never delete. */
  owned: z.boolean(),
})
/** One remote resource of a deployment, as the ledger holds it. */
export type Resource = Readonly<z.infer<typeof resource>>

/** What `deploy` made; lives in the ledger from before the first remote call until `destroy` is confirmed. */
export const deployment = z.strictObject({
  id: z.string().min(1),
  provider: z.string().min(1),
  createdAt: z.iso.datetime(),
  account: z.string().exactOptional(),
  /** Whose it is, as the platform says: account, user, team, project. Only with such credentials is it taken down. */
  identity: z.record(z.string(), z.string()).exactOptional(),
  region: z.string().exactOptional(),
  resources: z.array(resource),
  targets: z.array(target),
  /** Hash of the function package, so that two deployments can be called the same workload. */
  packageSha256: z.string().exactOptional(),
  /** What was asked for, for a provider that forces cold starts by deploying the same again. Never secrets. */
  recipe: z.record(z.string(), z.unknown()).exactOptional(),
})
/** A deployment as the ledger holds it: its resources, its targets, and the identity that made it. */
export type Deployment = Readonly<z.infer<typeof deployment>>
