import { parseUrl } from '../../core/parse-url.ts'
import type { ReplySigns } from '../../core/reply-signs.ts'

/**
 * How the replies of AWS's front doors (function URLs, API Gateway, CloudFront, WAF) are told from the function's.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
 */
export const awsSigns: ReplySigns = {
  platform: 'AWS',
  walls: [
    {
      what: "'s web application firewall",
      read: ({ headers }) => {
        const action = headers['x-amzn-waf-action']
        return action === undefined ? undefined : `x-amzn-waf-action: ${action}`
      },
    },
  ],
  kept: ['x-amzn-trace-id', 'x-amz-cf-id', 'x-amz-cf-pop'],
  readFacts: ({ headers, request }) => ({
    requestId: headers['x-amzn-requestid'] ?? headers['x-amz-cf-id'],
    edge: headers['x-amz-cf-pop'],
    region: AWS_HOST.exec(parseUrl(request.url).host)?.[1],
  }),
}

const AWS_HOST =
  /\.(?:lambda-url|execute-api|lambda)\.([a-z]{2}(?:-[a-z]+)+-\d)\.|^lambda\.([a-z]{2}(?:-[a-z]+)+-\d)\./
