import type { MoreWords } from '../en-more.ts'

export const share = {
  title: 'Inviter',
  lead: 'Dis ce code à voix haute, envoie le lien, ou fais-le scanner. Quiconque l’a peut entrer.',
  qrLabel: 'Code QR du lien vers ce salon',
  qrFailed: 'Le code QR n’a pas pu être chargé.',
  linkLabel: 'Lien vers ce salon',
  copy: 'Copier le lien',
  copied: 'Copié',
  copiedLong: 'Le lien est copié.',
  cannotCopy: 'Ce navigateur ne laisse pas les pages copier. Le lien est sélectionné : copie-le à la main.',
  share: 'Partager',
} satisfies MoreWords['share']
