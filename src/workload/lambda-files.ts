/** What describes an application on Lambda: the Serverless Framework's files, SAM's, and the CDK's. */
export const LAMBDA_FILES = [
  ...['yml', 'yaml', 'ts', 'js', 'json'].map((ending) => `serverless.${ending}`),
  ...['yaml', 'yml', 'json'].map((ending) => `template.${ending}`),
  'samconfig.toml',
  'cdk.json',
]
