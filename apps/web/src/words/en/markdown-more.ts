export const markdown = {
  // Before a link is followed that shows something else than its address.
  leaveTitle: 'Open this link?',
  reads: 'It reads',
  leadsTo: 'It leads to',
  stay: 'Stay here',
  open: 'Open',
}
