/** One bar. `goal` is marked on it; null where there is none. */
export type Bar = { label: string; value: number; text: string; isOwn: boolean; goal: number | null }

/** Bars on one scale; which side of their goals is the good one. */
export type Panel = { title: string; bars: readonly Bar[]; good: 'at least' | 'at most' }

// Measures of the drawing, in its own units, which are pixels at full width.
const WIDTH = 720
const MARGIN = 24
const LABEL_WIDTH = 180
const TEXT_WIDTH = 84
const BAR_HEIGHT = 18
const BAR_STEP = 28
const PANEL_HEAD = 34
const PANEL_GAP = 18
const BAR_WIDTH_MIN = 2

const BARS_LEFT = MARGIN + LABEL_WIDTH
const BARS_WIDTH = WIDTH - BARS_LEFT - TEXT_WIDTH - MARGIN

/** A card of its own colours: where it is shown nobody knows, and a page’s theme does not reach into a picture. */
const STYLE = `
.card{fill:#fff;stroke:#d9dee3}.title,.label,.text{fill:#1c2430}.title{font-weight:600}.own{font-weight:600}
.bar{fill:#a9b4c0}.bar.own{fill:#0b7a75}.axis{stroke:#d9dee3}.goal{stroke:#c2410c;stroke-width:2}.halo{stroke:#fff;stroke-width:6}.goal-text{fill:#b03a0a}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
@media(prefers-color-scheme:dark){.card{fill:#151a21;stroke:#2c3540}.title,.label,.text{fill:#e6eaf0}
.bar{fill:#56636f}.bar.own{fill:#2fb5ab}.axis{stroke:#2c3540}.goal{stroke:#fb923c}.halo{stroke:#151a21}.goal-text{fill:#fdba74}}`

/** Panels of bars as an SVG picture that reads in light and in dark. `title` is for those who cannot see it. */
export function drawChart(title: string, panels: readonly Panel[]): string {
  const drawn: string[] = []
  let top = MARGIN - 8
  for (const panel of panels) {
    drawn.push(drawPanel(panel, top))
    top += panelHeight(panel) + PANEL_GAP
  }
  const height = top - PANEL_GAP + MARGIN - 8
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="10"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function panelHeight({ bars }: Panel): number {
  return PANEL_HEAD + bars.length * BAR_STEP
}

function drawPanel(panel: Panel, top: number): string {
  const { title, bars } = panel
  const most = Math.max(...bars.flatMap(({ value, goal }) => [value, goal ?? 0]), Number.MIN_VALUE)
  const first = top + PANEL_HEAD
  const hasGoal = bars.some(({ goal }) => goal !== null)
  return [
    text('title', MARGIN, top + 17, title),
    hasGoal ? drawLegend(top + 17, panel.good) : '',
    ...bars.map((bar, i) => drawBar(bar, first + i * BAR_STEP, most)),
    `<path class="axis" d="M${BARS_LEFT - 0.5} ${first - 4}V${first + bars.length * BAR_STEP - 6}"/>`,
  ].join('\n')
}

function drawBar({ label, value, text: written, isOwn, goal }: Bar, top: number, most: number): string {
  const scaled = (length: number) => Math.round((length / most) * BARS_WIDTH * 10) / 10
  const width = Math.max(BAR_WIDTH_MIN, scaled(value))
  const own = isOwn ? ' own' : ''
  const goalX = goal === null ? null : BARS_LEFT + scaled(goal)
  // Right of the bar, and right of the goal where the two would meet.
  const end = BARS_LEFT + width
  const textX = goalX !== null && goalX >= end - 2 && goalX < end + TEXT_WIDTH ? goalX : end
  return [
    text(`label${own}`, BARS_LEFT - 12, top + 14, label, 'end'),
    `<path class="bar${own}" d="${barPath(BARS_LEFT, top, width)}"/>`,
    text(`text${own}`, textX + 8, top + 14, written),
    goalX === null ? '' : drawGoal(goalX, top - 3, BAR_HEIGHT + 6),
  ].join('\n')
}

/** Square where it begins, round where it ends. */
function barPath(x: number, y: number, width: number): string {
  const radius = Math.min(3, width / 2)
  const straight = width - radius
  return `M${x} ${y}h${straight}q${radius} 0 ${radius} ${radius}v${BAR_HEIGHT - 2 * radius}q0 ${radius} -${radius} ${radius}h-${straight}z`
}

/** A line with a rim in the card's colour, so that it is seen on a bar too. */
function drawGoal(x: number, y: number, length: number): string {
  const line = `d="M${x} ${y}v${length}"`
  return `<path class="halo" ${line}/><path class="goal" ${line}/>`
}

function drawLegend(y: number, good: Panel['good']): string {
  const right = WIDTH - MARGIN
  return [drawGoal(right - 88, y - 12, 15), text('goal-text', right, y, `goal, ${good}`, 'end')].join('\n')
}

function text(kind: string, x: number, y: number, words: string, anchor?: 'end'): string {
  const anchored = anchor ? ` text-anchor="${anchor}"` : ''
  return `<text class="${kind}" x="${x}" y="${y}"${anchored}>${escaped(words)}</text>`
}

function escaped(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
