import type { MoreWords } from '../en-more.ts'

export const ways = {
  locked: 'Fermé',
  lockedMeans: 'Personne de nouveau n’entre, et ceux qui ont été retirés ne reviennent pas.',
  capacity: 'Membres au plus',
  capacityMeans: 'Au-delà, on apprend que le salon est complet. Les membres reviennent toujours.',
  noCapacity: 'Sans limite',
} satisfies MoreWords['ways']
