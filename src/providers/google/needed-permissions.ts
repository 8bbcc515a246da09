/** What deploy, evict, destroy and the search for orphans call; docs/PROVIDERS.md prints it. */
export const neededPermissions: readonly string[] = [
  'cloudfunctions.functions.create',
  'cloudfunctions.functions.get',
  'cloudfunctions.functions.list',
  'cloudfunctions.functions.update',
  'cloudfunctions.functions.delete',
  'cloudfunctions.functions.sourceCodeSet',
  'cloudfunctions.operations.get',
  'run.services.get',
  'run.services.update',
  'run.services.getIamPolicy',
  'run.services.setIamPolicy',
  'iam.serviceAccounts.actAs',
]
