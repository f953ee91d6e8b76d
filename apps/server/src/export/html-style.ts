import { HUES } from './faces.ts'

const FACES = HUES.map(
  (hue, i) =>
    `.h${i}{background:light-dark(oklch(.9 .055 ${hue}),oklch(.38 .065 ${hue}));color:light-dark(oklch(.36 .09 ${hue}),oklch(.92 .07 ${hue}))}`,
).join('\n')

/** The look of the page: the app's paper, ink and spruce, a column to read in, light and dark, and on paper. */
export const EXPORT_STYLE = `
:root{color-scheme:light dark;
--paper:light-dark(oklch(.985 .004 85),oklch(.205 .006 80));--panel:light-dark(oklch(.962 .006 85),oklch(.18 .006 80));--raised:light-dark(#fff,oklch(.245 .007 80));
--line:light-dark(oklch(.905 .008 85),oklch(.305 .01 80));--line-strong:light-dark(oklch(.6 .012 85),oklch(.58 .012 80));
--ink:light-dark(oklch(.26 .015 80),oklch(.93 .008 85));--soft:light-dark(oklch(.47 .014 80),oklch(.74 .01 85));
--accent:light-dark(oklch(.48 .09 172),oklch(.78 .11 172));--wash:light-dark(oklch(.955 .022 172),oklch(.28 .035 172));
--mention:light-dark(oklch(.96 .045 90),oklch(.3 .045 90));
--mono:ui-monospace,"SF Mono","Cascadia Mono","Roboto Mono",Menlo,monospace}
*{box-sizing:border-box;margin:0;padding:0}
html{background:var(--paper);color:var(--ink);font:16px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:4rem}
body{max-width:46rem;margin-inline:auto;padding:0 clamp(1rem,4vw,2rem) 4rem;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:.06em}
small{font-size:.8125rem;color:var(--soft)}
.cover{padding-block:clamp(2.5rem,9vw,5.5rem) clamp(2rem,5vw,3rem);border-block-end:1px solid var(--line)}
.cover h1{font-size:clamp(2rem,1.4rem + 3vw,3.4rem);font-weight:750;line-height:1.08;letter-spacing:-.025em;text-wrap:balance}
.cover p:last-child{margin-block-start:1rem;color:var(--soft);line-height:1.45}
.mark{display:flex;align-items:center;gap:.55rem;margin-block-end:1.4rem;font-weight:750;letter-spacing:-.01em}
.mark svg{fill:var(--accent)}
.answer{opacity:.45}
section{content-visibility:auto;contain-intrinsic-size:auto 40rem}
h2{position:sticky;top:0;z-index:1;margin-block:2.25rem .25rem;padding-block:.7rem;background:linear-gradient(var(--paper) 75%,transparent);color:var(--soft);font-size:.8125rem;font-weight:650;letter-spacing:.01em}
article{position:relative;padding-inline-start:3.25rem;padding-block:.12rem}
article.lead{margin-block-start:1.15rem}
h2+article.lead{margin-block-start:.4rem}
article:target{border-radius:10px;background:var(--wash);box-shadow:0 0 0 .45rem var(--wash)}
.face{position:absolute;inset-inline-start:0;top:.15rem;display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:10px;font-size:.8125rem;font-weight:700;line-height:1;user-select:none}
${FACES}
.who b{font-weight:680;letter-spacing:-.005em}
time,.note{color:var(--soft);font-size:.75rem;font-variant-numeric:tabular-nums}
.who time{margin-inline-start:.35rem}
.note{margin-inline-start:.35rem;font-style:italic}
article>time{position:absolute;inset-inline-start:0;top:.3rem;width:2.25rem;text-align:center;font-size:.6875rem;opacity:0}
article:hover>time{opacity:1}
article>.note{float:inline-end}
.reply{max-width:100%;margin-block:.15rem .3rem;padding-inline-start:.7rem;border-inline-start:3px solid var(--accent);font-size:.875rem;line-height:1.4;color:var(--soft)}
.reply a{display:-webkit-box;overflow:hidden;-webkit-box-orient:vertical;-webkit-line-clamp:2;color:inherit;text-decoration:none}
.reply b{color:var(--ink);font-weight:650;margin-inline-end:.25em}
.reply a:hover b{text-decoration:underline}
.gone{border-color:var(--line-strong);font-style:italic}
.body>*{margin-block-start:.45em}
.body>:first-child{margin-block-start:0}
.body :is(p,h3,h4,h5,h6,th,td){white-space:pre-wrap;unicode-bidi:plaintext}
.body :is(h3,h4,h5,h6){font-size:1em;font-weight:680;line-height:1.4}
.body h3{font-size:1.2em}
.body h4{font-size:1.07em}
.body strong{font-weight:680}
.body blockquote{padding-inline-start:.75rem;border-inline-start:3px solid var(--line-strong);color:var(--soft)}
.body :is(ul,ol){padding-inline-start:1.6em}
.body li+li{margin-block-start:.12em}
.body li>*+*{margin-block-start:.3em}
.task{list-style:none;position:relative}
.box{position:absolute;inset-inline-start:-1.4em;color:var(--accent)}
.body code{padding:.08em .34em;border-radius:5px;background:light-dark(oklch(.95 .007 85),oklch(.17 .006 80));font:.9em/1.4 var(--mono);unicode-bidi:isolate;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.body pre{max-width:100%;width:fit-content;padding:.75rem 1rem;border:1px solid var(--line);border-radius:10px;background:var(--panel);overflow-x:auto;overflow-wrap:normal}
.body pre code{padding:0;background:none;font-size:.875em;line-height:1.5}
.body hr{height:1px;border:0;background:var(--line-strong);margin-block:.8em}
.scroll{max-width:100%;width:fit-content;overflow-x:auto;border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;font-size:.95em}
th,td{min-width:3em;max-width:24em;padding:.3rem .75rem;text-align:start;vertical-align:top;overflow-wrap:break-word}
th{background:var(--panel);font-weight:650}
td{border-block-start:1px solid var(--line)}
:is(th,td)+:is(th,td){border-inline-start:1px solid var(--line)}
.center{text-align:center}
.end{text-align:end}
.mention{padding-inline:.2em;border-radius:4px;background:var(--mention);font-weight:620}
.address{font-family:var(--mono);font-size:.75rem}
.loud{font-size:2.4rem;line-height:1.25}
.pictures,.files,.reactions{list-style:none}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr));gap:.5rem;margin-block:.45rem}
.pictures.single{grid-template-columns:minmax(0,1fr)}
.pictures li{display:grid;min-width:0}
.pictures img{display:block;width:100%;height:100%;min-height:6rem;aspect-ratio:auto;object-fit:cover;border-radius:12px;background:var(--panel);box-shadow:inset 0 0 0 1px var(--line);font-size:.8125rem;color:var(--soft)}
.pictures:not(.single) img{aspect-ratio:4/3}
.single img{width:auto;max-width:100%;height:auto;max-height:32rem;min-height:0;object-fit:contain}
.files li{display:inline-grid;max-width:100%;margin:.35rem .5rem .1rem 0;padding:.55rem .9rem;border:1px solid var(--line);border-radius:12px;background:var(--raised)}
.files b{font-weight:600}
.reactions{display:flex;flex-wrap:wrap;gap:.35rem;margin-block:.35rem .2rem}
.reactions li{padding:.05rem .6rem;border:1px solid var(--line);border-radius:99px;background:var(--raised);font-size:.8125rem;font-variant-numeric:tabular-nums}
footer{margin-block-start:4rem;padding-block-start:1.25rem;border-block-start:1px solid var(--line);color:var(--soft);font-size:.875rem;text-align:center}
@media (max-width:32rem){article{padding-inline-start:2.75rem}.face{width:2rem;height:2rem}article>time{display:none}}
@media print{:root{color-scheme:light}html{font-size:11pt;background:none}body{max-width:none;padding:0}h2{position:static;background:none;break-after:avoid}section{content-visibility:visible}article{break-inside:avoid}.pictures img{max-height:18cm}.body pre{white-space:pre-wrap}}
`
