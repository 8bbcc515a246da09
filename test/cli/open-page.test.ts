import { expect, it } from 'vitest'
import { openCommand, openPage } from '../../src/cli/open-page.ts'

it.each([
  ['darwin', {}, 'open'],
  ['win32', {}, 'explorer.exe'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
] as const)('on %s with %j a page is opened by %s', (platform, env, file) => {
  expect(openCommand('/a b.html', platform, env)).toEqual({ file, args: ['/a b.html'] })
})

it('without a display says where the page is', async () => {
  await expect(openPage('/a.html', 'linux', {})).rejects.toMatchObject({
    code: 'no-browser',
    message: expect.stringContaining('/a.html is written'),
  })
})

it.skipIf(process.platform === 'win32')(
  'a system without such a command is an error, and no crash',
  async () => {
    const { PATH } = process.env
    process.env.PATH = '/nowhere'
    await expect(openPage('/a.html', 'linux', { DISPLAY: ':0' })).rejects.toMatchObject({
      code: 'no-browser',
    })
    process.env.PATH = PATH
  },
)
