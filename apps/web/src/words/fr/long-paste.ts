import type { MoreWords } from '../en-more.ts'

export const longPaste = {
  ask: 'Un long texte. L’envoyer plutôt comme fichier ?',
  asFile: 'Envoyer comme fichier',
  keep: 'Laisser ici',
  fileName: 'texte.txt',
} satisfies MoreWords['longPaste']
