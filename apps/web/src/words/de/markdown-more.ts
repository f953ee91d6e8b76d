import type { MoreWords } from '../en-more.ts'

export const markdown = {
  leaveTitle: 'Diesen Link öffnen?',
  reads: 'Da steht',
  leadsTo: 'Er führt zu',
  stay: 'Hier bleiben',
  open: 'Öffnen',
} satisfies MoreWords['markdown']
