import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const connection = {
  takenOver: 'Cet onglet a été ouvert ailleurs, et l’autre a pris le relais.',
  takeOver: 'Utiliser cet onglet',
  signedOut: 'Tu es déconnecté·e ici. Recommence, et retrouve tes salons par leurs codes.',
  startAnew: 'Recommencer',
  notLetIn: 'Ce serveur ne laisse pas entrer les pages d’ici.',
  renewed: 'Confab a été mis à jour sur le serveur. Recharge cette page pour continuer.',
  ended: 'Le serveur a mis fin à la connexion.',
  reload: 'Recharger',
  tryNow: 'Essayer maintenant',

  lobbyOffline: 'Tu es hors ligne. Tes salons se lisent ; pour en rejoindre un, il faut le réseau.',
  unreachable: 'Le serveur est injoignable. Confab continue d’essayer.',
  unreachableOrRefusing:
    'Le serveur est injoignable, ou ne laisse pas entrer les pages d’ici. Confab continue d’essayer.',

  offline: 'Hors ligne',
  reconnecting: 'Reconnexion',
  reconnectingNow: 'Reconnexion…',
  reconnectingIn: (wait) => `Reconnexion dans ${wait}`,
  catchingUp: 'Rattrapage…',
  waiting: (count) => plural(count, { one: '# message en attente', other: '# messages en attente' }),
  mustStay: 'Ce navigateur ne garde rien : laisse l’onglet ouvert d’ici là.',
} satisfies MoreWords['connection']
