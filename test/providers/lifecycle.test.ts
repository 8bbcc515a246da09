import { describeLifecycles, forms } from '../support/cloud-lifecycles.ts'

describeLifecycles(forms.filter(([form]) => form === 'Vercel, prebuilt'))
