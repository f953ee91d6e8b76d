import type { Component } from 'svelte'

/** Stands in the page, all its states side by side. */
export type InPage = {
  name: string
  states: null
  load: () => Promise<{ default: Component<Record<string, never>> }>
}

/** A dialog or a screen: it has the whole window, and is told which of its states to show. */
type InWindow = {
  name: string
  states: readonly string[]
  load: () => Promise<{ default: Component<{ state: string }> }>
}

/** By its name it is found: on the page, in the address and in the names of its pictures. */
export type Section = InPage | InWindow

const inPage = (name: string, load: InPage['load']): InPage => ({ name, states: null, load })
const inWindow = (name: string, states: readonly string[], load: InWindow['load']): InWindow => ({
  name,
  states,
  load,
})

/**
 * Everything there is to see. Whoever makes a component adds a line here and a file in sections/, which shows it in all its
 * states, each in a `State`. `pnpm pictures` then takes its pictures: light and dark, narrow and wide.
 */
export const SECTIONS: readonly Section[] = [
  inPage('letters', () => import('./sections/Letters.svelte')),
  inPage('buttons', () => import('./sections/Buttons.svelte')),
  inPage('icons', () => import('./sections/Icons.svelte')),
  inPage('fields', () => import('./sections/Fields.svelte')),
  inPage('avatars', () => import('./sections/Avatars.svelte')),
  inPage('notices', () => import('./sections/Notices.svelte')),
  inPage('emoji-picker', () => import('./sections/EmojiPickers.svelte')),
  inPage('messages', () => import('./sections/Messages.svelte')),
  inPage('conversation', () => import('./sections/Conversation.svelte')),
  inPage('rows', () => import('./sections/Rows.svelte')),
  inPage('bars', () => import('./sections/Bars.svelte')),
  inPage('composer', () => import('./sections/Composers.svelte')),
  inWindow('completing', ['people', 'emoji'], () => import('./sections/Completing.svelte')),
  inPage('files', () => import('./sections/Files.svelte')),
  inPage('played-files', () => import('./sections/PlayedFiles.svelte')),
  inPage('sending-files', () => import('./sections/SendingFiles.svelte')),
  inPage('people', () => import('./sections/People.svelte')),
  inPage('contract', () => import('./sections/Contracts.svelte')),
  inPage('taking-own', () => import('./sections/TakingOwn.svelte')),
  inPage('ways', () => import('./sections/Ways.svelte')),
  inPage('whose', () => import('./sections/Whose.svelte')),
  inPage('sidebar', () => import('./sections/Sidebars.svelte')),
  inPage('search', () => import('./sections/Search.svelte')),
  inPage('no-room', () => import('./sections/NoRoom.svelte')),
  inWindow(
    'picture-viewer',
    ['whole', 'near', 'small', 'gone'],
    () => import('./sections/PictureViewers.svelte'),
  ),
  inWindow(
    'home',
    ['first-visit', 'one-room', 'many-rooms', 'name-missing', 'keeps-nothing', 'line-ended'],
    () => import('./sections/Home.svelte'),
  ),
  inWindow(
    'door',
    ['invited', 'name-taken', 'no-answer', 'no-code', 'line-ended'],
    () => import('./sections/Door.svelte'),
  ),
  inWindow(
    'room',
    ['everyday', 'empty', 'searching', 'renaming', 'offline', 'removed', 'gone', 'opening'],
    () => import('./sections/Room.svelte'),
  ),
  inWindow(
    'dialog',
    [
      'forget',
      'keeping',
      'rename',
      'keys',
      'share',
      'person',
      'settings',
      'remove',
      'report',
      'report-person',
      'link',
    ],
    () => import('./sections/Dialogs.svelte'),
  ),
  inWindow(
    'account',
    ['guest', 'grown', 'codes', 'away', 'sign-in', 'sign-in-left', 'carry', 'take', 'arrived'],
    () => import('./sections/Accounts.svelte'),
  ),
  inWindow(
    'attention',
    ['allowed', 'denied', 'quiet', 'tested', 'ignored'],
    () => import('./sections/AttentionDialogs.svelte'),
  ),
  inWindow('reading', ['missed', 'away', 'date'], () => import('./sections/Reading.svelte')),
  inWindow(
    'message',
    ['menu', 'history', 'reactors', 'delete', 'pins', 'ignore'],
    () => import('./sections/RowDialogs.svelte'),
  ),
]
