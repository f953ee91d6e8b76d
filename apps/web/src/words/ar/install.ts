export const install = {
  ready: 'أصبح إصدار أحدث من Confab جاهزًا.',
  takeOver: 'استخدمه الآن',
}
