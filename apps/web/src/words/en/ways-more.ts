/** Who comes into a room, how, and how many. */
export const ways = {
  locked: 'Locked',
  lockedMeans: 'Nobody new comes in, and nobody who was removed comes back.',
  capacity: 'Members at most',
  capacityMeans:
    'Whoever comes when there are that many is told that the room is full. Members always come back.',
  noCapacity: 'No limit',
}
