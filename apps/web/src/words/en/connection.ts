import { plural } from './plural.ts'

export const connection = {
  takenOver: 'This tab was opened again elsewhere, and the other one took over.',
  takeOver: 'Use this tab',
  signedOut: 'You are signed out here. Start anew, and come into your rooms by their codes again.',
  startAnew: 'Start anew',
  notLetIn: 'This server does not let pages from here in.',
  renewed: 'Confab was renewed on the server. Load this page again to go on.',
  ended: 'The server ended the connection.',
  reload: 'Load again',
  tryNow: 'Try now',

  lobbyOffline: 'You are offline. Your rooms can be read; joining one needs the network.',
  unreachable: 'The server cannot be reached. Confab keeps trying.',
  unreachableOrRefusing:
    'The server cannot be reached, or does not let pages from here in. Confab keeps trying.',

  offline: 'Offline',
  reconnecting: 'Reconnecting',
  reconnectingNow: 'Reconnecting…',
  reconnectingIn: (wait: string) => `Reconnecting in ${wait}`,
  catchingUp: 'Catching up…',
  waiting: (count: number) => plural(count, { one: '# message waiting', other: '# messages waiting' }),
  mustStay: 'This browser keeps nothing: leave the tab open until then.',
}
