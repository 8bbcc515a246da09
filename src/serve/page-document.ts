import { NONCE_MARK } from '../engine/page/page-door.ts'
import { element, type Markup } from '../reporters/html/markup.ts'
import { pageOf } from '../reporters/html/page.ts'
import { SERVE_STYLE } from './page-style.ts'
import { PARTS } from './page-words.ts'

/**
 * The page that shows the engine at work, without what happens there: its program draws that.
 * @param program of the browser's, whole
 * @param version of coldstart
 */
export function serveDocument(program: string, version: string): string {
  return pageOf({
    title: 'Cold starts as they happen',
    version,
    main: [
      element('h1', {}, 'Cold starts as they happen'),
      element(
        'p',
        { class: 'soft' },
        'The local engine on this machine, not the cloud. A request that finds no environment free starts one: that is a cold start. An environment that nobody calls for its idle time is ended, and the next request is cold again.',
      ),
      element(
        'noscript',
        {},
        element('p', {}, 'This page needs JavaScript. The terminal shows the same events.'),
      ),
      controls(),
      section('environments', 'Environments', element('div', { id: 'functions' })),
      requests(),
    ],
    data: [],
    program: { script: program, style: SERVE_STYLE, nonce: NONCE_MARK },
  })
}

/** A part of the page under a heading of its own, `<name>-heading`. */
function section(name: string, heading: string, ...content: readonly Markup[]): Markup {
  const id = `${name}-heading`
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, heading), ...content)
}

function controls(): Markup {
  const button = (id: string, words: string) => element('button', { type: 'button', id, disabled: '' }, words)
  return section(
    'controls',
    'Call it',
    element(
      'div',
      { class: 'bar-of-buttons' },
      element('label', {}, 'Function', element('select', { id: 'function' })),
      button('send-one', 'Send one'),
      button('send-ten', 'Send ten at once'),
      button('wait', 'Wait until cold'),
    ),
    element(
      'form',
      { class: 'settings', id: 'settings' },
      element(
        'label',
        {},
        'Memory (MB)',
        element('input', { id: 'memory', inputmode: 'numeric', autocomplete: 'off', required: '' }),
      ),
      element(
        'label',
        {},
        'Idle time',
        element('input', { id: 'idle', autocomplete: 'off', required: '', placeholder: '10s' }),
      ),
      element('button', { type: 'submit', id: 'change', disabled: '' }, 'Change'),
    ),
    element('p', { class: 'problem', id: 'problem', role: 'alert' }),
    element('p', { class: 'said', id: 'said', role: 'status' }, 'Connecting.'),
  )
}

function requests(): Markup {
  const heading = (name: string, words: string) => element('th', { scope: 'col', class: name }, words)
  return section(
    'requests',
    'Last requests',
    element(
      'ul',
      { class: 'legend', 'aria-label': 'Parts of the time' },
      PARTS.map(({ name }, k) =>
        element(
          'li',
          {},
          {
            markup: `<svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect class="p${k}" width="1" height="1"/></svg>`,
          },
          name,
        ),
      ),
    ),
    element(
      'table',
      { class: 'waterfall', 'aria-labelledby': 'requests-heading' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          heading('number', 'No.'),
          heading('kind', 'Start'),
          heading('who', 'Environment'),
          heading('time', 'Where the time went'),
          heading('took', 'Took'),
        ),
      ),
      element('tbody', { id: 'requests' }),
    ),
  )
}
