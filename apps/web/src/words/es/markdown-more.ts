import type { MoreWords } from '../en-more.ts'

export const markdown = {
  leaveTitle: '¿Abrir este enlace?',
  reads: 'Dice',
  leadsTo: 'Lleva a',
  stay: 'Quedarse aquí',
  open: 'Abrir',
} satisfies MoreWords['markdown']
