import { googleKinds } from './kinds/google.ts'
import { netlifyKinds } from './kinds/netlify.ts'
import { vercelKinds } from './kinds/vercel.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Vercel', vercelKinds)
describeKinds('Netlify', netlifyKinds)
describeKinds('Google', googleKinds)
