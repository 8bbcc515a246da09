import { posix } from 'node:path'
import { HISTORY_BRANCH, type HistoryPlace, type Project } from './answers.ts'

/** Steps of a job that records: what brings the earlier runs to `results/`, what keeps them afterwards. */
export interface HistorySteps {
  readonly permissions: readonly string[]
  /** YAML, indented as a step. */
  readonly before: string
  readonly after: string
  /** For people: where it is, and how it is looked at. */
  readonly where: string
}

const BOT = `-c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com'`
const UPLOAD = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2'
const EARLIER = 'name: the runs recorded so far'
const EVEN_FAILED = `if: \${{ !cancelled() }}`

/** For GitHub Actions. */
export function historySteps(place: HistoryPlace, project: Project): HistorySteps {
  if (place === 'branch') return onBranch()
  return place === 'artifact' ? asArtifact(project) : inFolder()
}

/** A worktree of the branch beside the checkout, so that nothing of either gets into the other. */
function onBranch(): HistorySteps {
  return {
    permissions: ['contents: write'],
    where: `the branch ${HISTORY_BRANCH} (git fetch origin ${HISTORY_BRANCH} && git checkout FETCH_HEAD -- results)`,
    before: step(EARLIER, [
      `code=0; git ls-remote --exit-code --heads origin ${HISTORY_BRANCH} >/dev/null || code=$?`,
      'if [ "$code" = 0 ]; then',
      `  git fetch --quiet --depth=1 origin ${HISTORY_BRANCH}`,
      '  git worktree add --quiet --detach "$RUNNER_TEMP/history" FETCH_HEAD',
      'elif [ "$code" = 2 ]; then',
      '  git worktree add --quiet --detach --no-checkout "$RUNNER_TEMP/history"',
      `  git -C "$RUNNER_TEMP/history" symbolic-ref HEAD refs/heads/${HISTORY_BRANCH}`,
      '  git -C "$RUNNER_TEMP/history" read-tree --empty',
      'else',
      '  exit "$code"',
      'fi',
      'mkdir -p results "$RUNNER_TEMP/history/results"',
      'cp -R "$RUNNER_TEMP/history/results/." results/',
    ]),
    after: step(
      'name: keep them',
      [
        'cp -R results/. "$RUNNER_TEMP/history/results/"',
        'cd "$RUNNER_TEMP/history"',
        ...commitAndPush('results', HISTORY_BRANCH),
      ],
      EVEN_FAILED,
    ),
  }
}

/** Each run takes the newest artifact of this branch, adds its own runs, and keeps the whole as its artifact. */
function asArtifact({ folder }: Project): HistorySteps {
  const newest =
    '[.artifacts[] | select((.expired | not) and .workflow_run.head_branch == env.GITHUB_REF_NAME and .workflow_run.head_repository_id == .workflow_run.repository_id)][0].workflow_run.id // empty'
  return {
    permissions: ['contents: read', 'actions: read'],
    where: 'the artifact coldstart-results of the newest recording job, for 90 days after it',
    before: step(
      EARLIER,
      [
        `run=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=coldstart-results&per_page=50" --jq '${newest}')`,
        'mkdir -p results',
        'if [ -n "$run" ]; then gh run download "$run" --repo "$GITHUB_REPOSITORY" --name coldstart-results --dir results; fi',
      ],
      `env:\n          GH_TOKEN: \${{ github.token }}`,
    ),
    after: [
      '      - name: keep them',
      `        ${EVEN_FAILED}`,
      `        uses: ${UPLOAD}`,
      '        with:',
      '          name: coldstart-results',
      `          path: ${posix.join(folder, 'results')}/`,
      '          retention-days: 90',
      '          if-no-files-found: error',
      '',
    ].join('\n'),
  }
}

/** The checkout has them already. */
function inFolder(): HistorySteps {
  return {
    permissions: ['contents: write'],
    where: 'results/ of the branch that the schedule runs on, which its jobs push to',
    before: '',
    after: step('name: keep them', commitAndPush('results', '"$GITHUB_REF_NAME"'), EVEN_FAILED),
  }
}

function commitAndPush(path: string, branch: string): string[] {
  const remote = branch.startsWith('"') ? `"HEAD:refs/heads/$GITHUB_REF_NAME"` : `HEAD:refs/heads/${branch}`
  return [
    `git add --all --force ${path}`,
    'if git diff --cached --quiet; then exit 0; fi',
    `git ${BOT} commit --quiet -m "Cold starts of $GITHUB_SHA"`,
    'for attempt in 1 2 3; do',
    `  if git push --quiet origin ${remote}; then exit 0; fi`,
    `  echo "try $attempt: somebody else has pushed"`,
    `  git fetch --quiet origin ${branch}`,
    `  git ${BOT} rebase --quiet FETCH_HEAD`,
    'done',
    'exit 1',
  ]
}

/** A step of shell lines. @param more a further key of it */
function step(name: string, lines: readonly string[], more?: string): string {
  return [
    `      - ${name}`,
    ...(more === undefined ? [] : [`        ${more}`]),
    '        shell: bash',
    '        run: |',
    ...lines.map((line) => `          ${line}`),
    '',
  ].join('\n')
}
