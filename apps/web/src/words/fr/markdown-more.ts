import type { MoreWords } from '../en-more.ts'

export const markdown = {
  leaveTitle: 'Ouvrir ce lien ?',
  reads: 'On y lit',
  leadsTo: 'Il mène à',
  stay: 'Rester ici',
  open: 'Ouvrir',
} satisfies MoreWords['markdown']
