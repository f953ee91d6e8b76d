export const share = {
  title: 'Invite people',
  lead: 'Say this code aloud, send the link, or let them scan it. Everyone with it can come in.',
  qrLabel: 'QR code of the link to this room',
  qrFailed: 'The QR code could not be loaded.',
  linkLabel: 'Link to this room',
  copy: 'Copy link',
  copied: 'Copied',
  copiedLong: 'The link is copied.',
  cannotCopy: 'This browser does not let pages copy. The link is marked: copy it by hand.',
  share: 'Share',
}
