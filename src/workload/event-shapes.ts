import type { EventShape } from './event-shape-names.ts'
import { EVENT_ACCOUNT, EVENT_AT_MS, EVENT_ID, httpApiEvent, restApiEvent } from './http-events.ts'
import type { FunctionRequest } from './workload-description.ts'

const AT = new Date(EVENT_AT_MS).toISOString()

/** An event as Lambda's usual sources send it, the same one every time, with the user's HTTP request in those that carry one and his body in those that carry a message. */
export function makeEvent(shape: EventShape, request: FunctionRequest): unknown {
  return MAKERS[shape](request)
}

const MAKERS: Readonly<Record<EventShape, (request: FunctionRequest) => unknown>> = {
  'http-api': (request) => httpApiEvent(request),
  'function-url': (request) => httpApiEvent(request, 'example.lambda-url.us-east-1.on.aws'),
  'rest-api': restApiEvent,
  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
  sqs: ({ body = '{"nonce":"{{nonce}}"}' }) => ({
    Records: [
      {
        messageId: EVENT_ID,
        receiptHandle: 'example-receipt-handle',
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(EVENT_AT_MS),
          SenderId: EVENT_ACCOUNT,
          ApproximateFirstReceiveTimestamp: String(EVENT_AT_MS),
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:us-east-1:${EVENT_ACCOUNT}:example`,
        awsRegion: 'us-east-1',
      },
    ],
  }),
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  s3: () => ({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: AT,
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'EXAMPLE' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': 'EXAMPLE123456789', 'x-amz-id-2': 'EXAMPLE123/5678abcdefgh' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'example',
          bucket: {
            name: 'example-bucket',
            ownerIdentity: { principalId: 'EXAMPLE' },
            arn: 'arn:aws:s3:::example-bucket',
          },
          object: {
            key: 'example/key.json',
            size: 1024,
            eTag: '0123456789abcdef',
            sequencer: '0A1B2C3D4E5F678901',
          },
        },
      },
    ],
  }),
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
  schedule: () => ({
    version: '0',
    id: EVENT_ID,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: EVENT_ACCOUNT,
    time: AT,
    region: 'us-east-1',
    resources: [`arn:aws:events:us-east-1:${EVENT_ACCOUNT}:rule/example`],
    detail: {},
  }),
}
